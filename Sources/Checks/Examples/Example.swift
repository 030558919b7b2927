internal import Spec

/// A text that shows a rule; run as a test and printed by `explain`.
package enum Example: Sendable {
    /// YAML laid over a sound spec with the apps `editor` and `voice`; `key: ~` removes a key.
    case fragment(String)
    /// A whole spec, for rules about the text itself.
    case whole(String)

    /// The text as it is shown.
    package var text: String {
        switch self {
        case .fragment(let text), .whole(let text): text
        }
    }

    /// The whole spec that the example stands for.
    package var spec: String {
        switch self {
        case .whole(let text): text
        case .fragment(let text): ExampleTree(ReferenceSpec.text).laid(under: ExampleTree(text)).text
        }
    }
}

/// A YAML tree that can be merged and printed, for examples that show only what matters.
indirect enum ExampleTree {
    /// A scalar, quoted unless it was written plain: the way of writing decides what some rules say.
    case scalar(String, isPlain: Bool)
    case list([ExampleTree])
    case mapping([(key: String, value: ExampleTree)])

    /// - Precondition: the text is YAML; examples are part of the program, and a test reads them all.
    init(_ text: String) {
        let file = SpecFile(SourceFile(text: text))
        guard let root = file.document.root else { preconditionFailure("an example is not YAML:\n\(text)") }
        self.init(root)
    }

    private init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let text, let style): self = .scalar(text, isPlain: style == .plain)
        case .sequence(let items): self = .list(items.map { ExampleTree($0) })
        case .mapping(let entries): self = .mapping(entries.map { ($0.key, ExampleTree($0.value)) })
        }
    }

    /// This tree with another laid over it: mappings merge, all else is replaced, and `~` removes a key.
    func laid(under other: ExampleTree) -> ExampleTree {
        guard case .mapping(var entries) = self, case .mapping(let changes) = other else { return other }
        for change in changes {
            let index = entries.firstIndex { $0.key == change.key }
            switch (index, change.value) {
            case (let index?, .scalar("~", isPlain: true)): entries.remove(at: index)
            case (let index?, let value): entries[index].value = entries[index].value.laid(under: value)
            case (nil, let value): entries.append((change.key, value))
            }
        }
        return .mapping(entries)
    }

    /// The tree as YAML in block style.
    var text: String {
        var writer = TextWriter(indentation: "  ")
        write(to: &writer, after: "")
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Writes the value after what stands before it on its line: `key:`, `-`, or nothing at the root.
    private func write(to writer: inout TextWriter, after lead: String) {
        let space = lead.isEmpty ? "" : " "
        switch self {
        case .scalar(let text, let isPlain): writer.line(lead + space + (isPlain ? text : Self.quoted(text)))
        case .list(let items) where items.isEmpty: writer.line(lead + space + "[]")
        case .mapping(let entries) where entries.isEmpty: writer.line(lead + space + "{}")
        case .list(let items):
            Self.write(lead, to: &writer) { writer in
                for item in items { item.write(to: &writer, after: "-") }
            }
        case .mapping(let entries):
            Self.write(lead, to: &writer) { writer in
                for entry in entries { entry.value.write(to: &writer, after: "\(entry.key):") }
            }
        }
    }

    private static func write(_ lead: String, to writer: inout TextWriter, children: (inout TextWriter) -> Void) {
        guard !lead.isEmpty else { return children(&writer) }
        writer.line(lead)
        writer.indented(children)
    }

    /// In double quotes, with what YAML would read otherwise escaped.
    private static func quoted(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        return "\"\(escaped.replacing("\t", with: "\\t"))\""
    }
}
