/// What the decoder collects while it reads a document: problems, and on request every value with its origin.
struct DecodingContext {
    let document: YAMLDocument
    private(set) var diagnostics: [Diagnostic] = []
    /// Every value read, in the order of the declarations; nil when nobody asks for it.
    private(set) var values: [ResolvedValue]?
    /// Where the decoder stands.
    var path: [SpecPath.Component] = []

    /// Begins with nothing found; `recordsValues` keeps every value with its origin, for `show`.
    init(document: YAMLDocument, recordsValues: Bool) {
        self.document = document
        values = recordsValues ? [] : nil
    }

    /// Reports a problem at a node, or at its alias with a note at the anchored text.
    mutating func report(
        _ rule: RuleID, at node: YAMLNode, _ message: String, label: String = "", note: String? = nil,
        help: String? = nil
    ) {
        report(rule, place: document.place(of: node), message, label: label, note: note, help: help)
    }

    mutating func report(
        _ rule: RuleID, place: (span: SourceSpan, anchored: SourceSpan?), _ message: String, label: String = "",
        note: String? = nil, help: String? = nil
    ) {
        let related = place.anchored.map { [Diagnostic.Related(span: $0, label: "the value stands here")] } ?? []
        diagnostics.append(
            Diagnostic(
                rule: rule, message: message, span: place.span, label: label, related: related, note: note, help: help))
    }

    /// Whether somebody wants ``values``; their texts are not made otherwise.
    var isRecording: Bool { values != nil }

    /// Keeps a value with its origin at the path where the decoder stands.
    mutating func record(value: String, origin: ResolvedValue.Origin) {
        values?.append(ResolvedValue(path: SpecPath(path), text: value, origin: origin))
    }

    mutating func record(key: String, value: String, origin: ResolvedValue.Origin) {
        values?.append(ResolvedValue(path: SpecPath(path + [.key(key)]), text: value, origin: origin))
    }
}

/// One value of the resolved spec and where it came from.
package struct ResolvedValue: Sendable {
    /// Where a value came from.
    package enum Origin: Sendable {
        /// Written in the spec.
        case written(SourceSpan)
        /// The language's default.
        case byDefault
    }

    package let path: SpecPath
    /// The value in canonical form.
    package let text: String
    package let origin: Origin
}
