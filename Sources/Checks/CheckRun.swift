package import Spec

/// One run of every check over a resolved machine.
package enum CheckRun {
    /// What breaks a rule, at its place, with the spec's waivers applied.
    ///
    /// What the decoder found in the text is not repeated here, and no waiver covers it.
    /// - Parameters:
    ///   - host: the machine that ``document`` describes.
    ///   - document: the text in which places are looked up.
    ///   - today: the day on which waivers are judged; nil judges none as expired, so that a run depends on the spec alone.
    /// - Returns: the diagnostics in the order of the text; waived ones carry their reason.
    package static func diagnostics(for host: Host, in document: YAMLDocument, today: CalendarDate?) -> [Diagnostic] {
        var waivers = WaiverLedger(host.spec.waivers)
        var diagnostics: [Diagnostic] = []
        for check in CheckRegistry.all {
            let rule = check.description
            for finding in check.findings(in: host) {
                let waiver = waivers.claim(rule: rule.id, app: finding.app)
                diagnostics.append(Diagnostic(finding, of: rule, waiver: waiver, in: document))
            }
        }
        for (rule, finding) in waivers.findings(on: host, today: today) {
            diagnostics.append(Diagnostic(finding, of: rule, waiver: nil, in: document))
        }
        return diagnostics.inSourceOrder
    }
}

extension Diagnostic {
    /// A finding with its places looked up in the text.
    fileprivate init(
        _ finding: Finding, of rule: CheckDescription, waiver: WaiverLedger.Claim?, in document: YAMLDocument
    ) {
        let place = document.locate(finding.path)
        var related: [Related] = []
        for other in finding.related {
            let span = document.locate(other.path).span
            // A default has no place in the text: a mark at the start of the file would show nothing.
            if span != .fileStart { related.append(Related(span: span, label: other.label)) }
        }
        if let anchored = place.anchored { related.append(Related(span: anchored, label: "the value stands here")) }
        var note = finding.note
        if let waiver, !rule.isWaivable {
            let refusal = "`\(rule.id)` cannot be waived: \(rule.refusal)"
            note = note.map { "\($0); \(refusal)" } ?? refusal
            related.append(Related(span: document.locate(waiver.path["rule"]).span, label: "this waiver has no effect"))
        }
        self.init(
            rule: rule.id, severity: rule.severity, message: finding.message, span: place.span, label: finding.label,
            related: related, note: note, help: finding.help)
        if let waiver, rule.isWaivable { self.waiver = Waiver(reason: waiver.reason) }
    }
}

extension CheckDescription {
    /// Why an error of this rule cannot be waived.
    fileprivate var refusal: String {
        switch area {
        case .recovery: "it would lose data"
        case .exposure: "it would lock everybody out"
        default: "it would give away a secret"
        }
    }
}
