/// Builds the node tree of a YAML text, collecting what it cannot accept.
///
/// After a fault of syntax nothing more can be read; all other problems (duplicate keys, tags, undefined aliases, further
/// documents) are collected and the tree is built without them.
struct YAMLComposer {
    /// Deeper nesting than a person writes; bounds the stack against nesting bombs.
    static let depthLimit = 64
    /// How many nodes aliases may bring in, beyond ten times the nodes that stand in the file.
    static let aliasAllowance = 10_000

    private struct Anchor {
        let node: YAMLNode
        let span: SourceSpan
    }

    private let source: SourceFile
    private let parser: EventParser
    private var event: YAMLEvent
    private var diagnostics: [Diagnostic] = []
    private var anchors: [String: Anchor] = [:]
    private var uses: [SourceSpan] = [.fileStart]
    private var written = 0
    private var expanded = 0
    private var exceededAliases = false

    /// Parses a file.
    /// - Returns: the document, without a root if the text is not YAML, and what was wrong with it.
    static func compose(_ source: SourceFile) -> (document: YAMLDocument, diagnostics: [Diagnostic]) {
        var composer = YAMLComposer(source)
        var root: YAMLNode?
        do throws(YAMLFault) {
            root = try composer.stream()
        } catch {
            composer.report(error)
        }
        let document = YAMLDocument(source: source, root: root, uses: composer.uses)
        return (document, composer.diagnostics)
    }

    private init(_ source: SourceFile) {
        self.source = source
        parser = EventParser(source.bytes)
        event = YAMLEvent(kind: .streamStart, span: .fileStart, anchor: nil, tag: nil)
    }

    private mutating func advance() throws(YAMLFault) {
        event = try parser.next()
    }

    private mutating func stream() throws(YAMLFault) -> YAMLNode? {
        try advance()
        try advance()
        guard case .documentStart = event.kind else {
            reject(.fileStart, "the file is empty", help: "begin with `version: 1`")
            return nil
        }
        try advance()
        let root = try node(depth: 0)
        try advance()
        if case .documentStart = event.kind {
            reject(event.span, "a second document begins here", help: "a spec is one document: remove the `---`")
        }
        return root
    }

    /// Reads the node that the current event begins, and leaves the event after it current.
    private mutating func node(depth: Int) throws(YAMLFault) -> YAMLNode? {
        let start = event
        guard depth < Self.depthLimit else {
            reject(start.span, "nesting is deeper than \(Self.depthLimit) levels", help: nil)
            throw YAMLFault(problem: "", mark: start.span.start, contextMark: nil)
        }
        if let tag = start.tag {
            reject(start.span, "the tag `\(tag)` is not supported", help: "write the value without a tag")
        }
        written += 1
        let result: YAMLNode?
        switch start.kind {
        case .alias(let name):
            result = alias(name, at: start.span)
            try advance()
        case .scalar(let text, let style):
            let span = style == .block ? firstLine(of: start.span) : withoutAnchor(start)
            result = YAMLNode(content: .scalar(text, style), span: span)
            try advance()
        case .mappingStart: result = try mapping(depth: depth)
        default: result = try sequence(depth: depth)
        }
        if let anchor = start.anchor, let result {
            anchors[anchor] = Anchor(node: result, span: start.span)
        }
        return result
    }

    private mutating func sequence(depth: Int) throws(YAMLFault) -> YAMLNode {
        let start = event.span.start
        var items: [YAMLNode] = []
        var weight: Int32 = 1
        try advance()
        while true {
            if case .sequenceEnd = event.kind { break }
            if let item = try node(depth: depth + 1) {
                weight = weight.addingClamped(item.weight)
                items.append(item)
            }
        }
        let end = collectionEnd(lastChild: items.last?.span.end)
        try advance()
        return YAMLNode(content: .sequence(items), span: SourceSpan(start: start, end: end), weight: weight)
    }

    private mutating func mapping(depth: Int) throws(YAMLFault) -> YAMLNode {
        let start = event.span.start
        var entries: [YAMLEntry] = []
        var merges: [YAMLNode] = []
        var weight: Int32 = 1
        try advance()
        while true {
            if case .mappingEnd = event.kind { break }
            let key = event
            guard case .scalar(let name, let style) = key.kind else {
                reject(key.span, "a key must be a plain or quoted text", help: nil)
                throw YAMLFault(problem: "", mark: key.span.start, contextMark: nil)
            }
            if key.tag != nil { reject(key.span, "a key cannot have a tag", help: nil) }
            try advance()
            guard let value = try node(depth: depth + 1) else { continue }
            weight = weight.addingClamped(value.weight)
            if name == "<<", style == .plain {
                merges.append(value)
            } else {
                entries.append(YAMLEntry(key: name, keySpan: key.span, keyStyle: style, value: value))
            }
        }
        let end = collectionEnd(lastChild: entries.last?.value.span.end)
        try advance()
        removeDuplicates(&entries)
        for merge in merges { apply(merge, to: &entries) }
        return YAMLNode(content: .mapping(entries), span: SourceSpan(start: start, end: end), weight: weight)
    }

    /// A block collection's end event stands at the next token, after comments and blank lines: its last child ends it.
    private func collectionEnd(lastChild: SourceSpan.Position?) -> SourceSpan.Position {
        let isFlow = event.span.start != event.span.end
        return isFlow ? event.span.end : lastChild ?? event.span.end
    }

    // MARK: Aliases, merges, duplicates

    private mutating func alias(_ name: String, at span: SourceSpan) -> YAMLNode? {
        guard let anchor = anchors[name] else {
            reject(
                span, "no anchor `&\(name)` stands before this alias",
                help: "an alias repeats what was anchored earlier in the file")
            return nil
        }
        expanded += Int(anchor.node.weight)
        guard expanded <= Self.aliasAllowance + 10 * written else {
            if !exceededAliases {
                diagnostics.append(
                    Diagnostic(
                        rule: .aliasExpansionLimit,
                        message: "aliases bring in more than \(Self.aliasAllowance + 10 * written) nodes", span: span,
                        related: [.init(span: anchor.span, label: "anchored here")],
                        note: "the file itself has \(written) nodes so far"))
            }
            exceededAliases = true
            return nil
        }
        uses.append(span)
        var node = anchor.node
        node.use = UInt32(uses.count - 1)
        return node
    }

    private mutating func apply(_ merge: YAMLNode, to entries: inout [YAMLEntry]) {
        switch merge.content {
        case .mapping(let merged):
            for var entry in merged where !entries.contains(where: { $0.key == entry.key }) {
                entry.use = merge.use
                entries.append(entry)
            }
        case .sequence(let items):
            for item in items { apply(item, to: &entries) }
        case .scalar:
            reject(
                merge.span, "`<<` merges a mapping, not \(merge.kind)",
                help: "write `<<: *name` with an anchored mapping")
        }
    }

    private mutating func removeDuplicates(_ entries: inout [YAMLEntry]) {
        guard entries.count > 1 else { return }
        // Small mappings, nearly all of them, are cheaper to scan than to hash.
        if entries.count <= 24 {
            var index = 1
            while index < entries.count {
                let key = entries[index].key
                if let first = entries[..<index].first(where: { $0.key == key }) {
                    reportDuplicate(entries.remove(at: index), of: first)
                } else {
                    index += 1
                }
            }
            return
        }
        var firsts: [String: YAMLEntry] = [:]
        entries.removeAll { entry in
            if let first = firsts[entry.key] {
                reportDuplicate(entry, of: first)
                return true
            }
            firsts[entry.key] = entry
            return false
        }
    }

    // MARK: Reporting

    private mutating func reportDuplicate(_ entry: YAMLEntry, of first: YAMLEntry) {
        diagnostics.append(
            Diagnostic(
                rule: .duplicateKey, message: "key `\(entry.key)` is given twice", span: entry.keySpan,
                label: "given again here",
                related: [.init(span: first.keySpan, label: "first given here")],
                note: "YAML readers disagree on which of the two counts", help: "remove one of them"))
    }

    private mutating func reject(_ span: SourceSpan, _ message: String, help: String?) {
        diagnostics.append(Diagnostic(rule: .invalidYAML, message: message, span: span, help: help))
    }

    private mutating func report(_ fault: YAMLFault) {
        // An empty problem was reported where it was found.
        guard !fault.problem.isEmpty else { return }
        let line = source.lines([fault.mark.line])[fault.mark.line] ?? ""
        let character = line.unicodeScalars.dropFirst(Int(fault.mark.column) - 1).first.map(Character.init)
        let words = YAMLFaultMessage(problem: fault.problem, character: character)
        let end = SourceSpan.Position(line: fault.mark.line, column: fault.mark.column + (character == nil ? 0 : 1))
        var related: [Diagnostic.Related] = []
        if let context = fault.contextMark, context.line != fault.mark.line {
            related = [.init(span: SourceSpan(start: context, end: context), label: words.contextLabel)]
        }
        diagnostics.append(
            Diagnostic(
                rule: .invalidYAML, message: words.message, span: SourceSpan(start: fault.mark, end: end),
                label: words.label,
                related: related, help: words.help))
    }

    // MARK: Spans

    /// A block scalar is marked at its indicator: its own end is the start of the line after it.
    private func firstLine(of span: SourceSpan) -> SourceSpan {
        let end = SourceSpan.Position(line: span.start.line, column: span.start.column + 1)
        return SourceSpan(start: span.start, end: end)
    }

    /// libyaml begins an anchored scalar at its `&`; on one line its value begins after the anchor and a space.
    private func withoutAnchor(_ event: YAMLEvent) -> SourceSpan {
        guard let anchor = event.anchor, event.span.start.line == event.span.end.line else { return event.span }
        let column = event.span.start.column + UInt32(anchor.unicodeScalars.count) + 2
        guard column < event.span.end.column else { return event.span }
        return SourceSpan(start: .init(line: event.span.start.line, column: column), end: event.span.end)
    }
}

extension Int32 {
    /// The sum, or the largest value where it would overflow.
    fileprivate func addingClamped(_ other: Int32) -> Int32 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

extension RuleID {
    static let invalidYAML: RuleID = "invalid-yaml"
    static let duplicateKey: RuleID = "duplicate-key"
    static let aliasExpansionLimit: RuleID = "alias-expansion-limit"
}
