internal import Spec

/// The spec's waivers, and which of them cover a finding.
struct WaiverLedger {
    /// A waiver that names a finding.
    struct Claim {
        let path: SpecPath
        let reason: String
    }

    private struct Key: Hashable {
        let rule: String
        /// Nil stands for every app.
        let app: String?
    }

    private let entries: [WaiverEntry]
    /// The first waiver for a rule and app.
    private let indices: [Key: Int]
    private var isUsed: [Bool]

    init(_ entries: [WaiverEntry]) {
        self.entries = entries
        var indices: [Key: Int] = [:]
        for (index, entry) in entries.enumerated() {
            let key = Key(rule: entry.rule, app: entry.app?.text)
            if indices[key] == nil { indices[key] = index }
        }
        self.indices = indices
        isUsed = [Bool](repeating: false, count: entries.count)
    }

    /// The waiver that names a finding, marked as used: one for its app, or else one for all.
    mutating func claim(rule: RuleID, app: String?) -> Claim? {
        let own = app.flatMap { indices[Key(rule: rule.rawValue, app: $0)] }
        guard let index = own ?? indices[Key(rule: rule.rawValue, app: nil)] else { return nil }
        isUsed[index] = true
        return Claim(path: path(index), reason: entries[index].writtenReason ?? "no reason given")
    }

    private func path(_ index: Int) -> SpecPath { SpecPath("waivers")[index] }

    /// What is wrong with the waivers themselves; one finding each, the gravest.
    ///
    /// A waiver that has expired or gives no reason still covers its findings: it is reported instead of them, as one
    /// mistake is one finding, and being an error it fails the run as they would.
    func findings(on host: Host, today: CalendarDate?) -> [(CheckDescription, Finding)] {
        guard !entries.isEmpty else { return [] }
        let rules = Dictionary(RuleCatalogue.all.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        let apps = Set(host.apps.map(\.app.id.text))
        var findings: [(CheckDescription, Finding)] = []
        for (index, entry) in entries.enumerated() {
            if let fault = fault(of: entry, at: index, rules: rules, apps: apps, today: today) {
                findings.append(fault)
            }
        }
        return findings
    }

    private func fault(
        of entry: WaiverEntry, at index: Int, rules: [String: CheckDescription], apps: Set<String>, today: CalendarDate?
    ) -> (CheckDescription, Finding)? {
        guard let rule = rules[entry.rule] else {
            return (WaiverRules.unknown, .unknownRule(entry.rule, at: path(index)))
        }
        if let app = entry.app, !apps.contains(app.text) {
            return (WaiverRules.unknown, .unknownApp(app, at: path(index)))
        }
        if entry.writtenReason == nil { return (WaiverRules.withoutReason, .noReason(entry, at: path(index))) }
        if !isUsed[index] {
            let key = Key(rule: entry.rule, app: entry.app?.text)
            let earlier = indices[key].flatMap { $0 == index ? nil : path($0) }
            return (WaiverRules.unused, .unused(entry, of: rule, at: path(index), earlier: earlier))
        }
        if rule.isWaivable, let today, let until = entry.until, until < today {
            return (WaiverRules.expired, .expired(entry, until: until, today: today, at: path(index)))
        }
        return nil
    }
}

extension WaiverEntry {
    /// The reason, unless it is missing or blank.
    fileprivate var writtenReason: String? {
        reason.flatMap { $0.allSatisfy { $0 == " " } ? nil : $0 }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func unknownRule(_ rule: String, at path: SpecPath) -> Finding {
        let nearest = Suggestion.nearest(to: rule, among: RuleCatalogue.all.map(\.id.rawValue))
        return Finding(
            "a waiver names the rule `\(rule)`, which does not exist", at: path["rule"], label: "no such rule",
            help: nearest.map { "there is a similar rule: `\($0)`" } ?? "`nagaya explain` lists all rules")
    }

    fileprivate static func unknownApp(_ app: Name, at path: SpecPath) -> Finding {
        Finding(
            "a waiver names the app `\(app.text)`, which does not exist", at: path["app"], label: "no such app",
            help: "remove the waiver, or name an app of this spec")
    }

    fileprivate static func noReason(_ entry: WaiverEntry, at path: SpecPath) -> Finding {
        Finding(
            "the waiver of `\(entry.rule)` gives no reason", at: path["rule"],
            note: "a reader must be able to judge whether it still holds",
            help: "add `reason:` with what makes the finding acceptable here")
    }

    fileprivate static func unused(
        _ entry: WaiverEntry, of rule: CheckDescription, at path: SpecPath, earlier: SpecPath?
    ) -> Finding {
        let scope = entry.app.map { " for app `\($0.text)`" } ?? ""
        var note: String?
        if earlier != nil { note = "an earlier waiver says the same" }
        if !rule.isWaivable { note = "`\(rule.id)` cannot be waived" }
        return Finding(
            "the waiver of `\(entry.rule)`\(scope) covers no finding", at: path["rule"],
            related: earlier.map { [($0["rule"], "waived here already")] } ?? [], note: note, help: "remove it")
    }

    fileprivate static func expired(
        _ entry: WaiverEntry, until: CalendarDate, today: CalendarDate, at path: SpecPath
    ) -> Finding {
        Finding(
            "the waiver of `\(entry.rule)` expired on \(until.text)", at: path["until"],
            label: "today is \(today.text)",
            related: [(path["rule"], "what it covers stands unmended")],
            help: "mend what it covers and remove it, or agree on a new date")
    }
}
