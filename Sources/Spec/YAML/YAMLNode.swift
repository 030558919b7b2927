/// A node of a YAML document, aliases and merge keys already resolved.
///
/// A value type: an aliased subtree is shared storage, so aliases cost nothing until they are walked.
package struct YAMLNode: Sendable {
    /// How a scalar was written.
    package enum ScalarStyle: UInt8, Sendable {
        case plain
        case quoted
        /// `|` or `>`.
        case block
    }

    /// What a node holds.
    package enum Content: Sendable {
        case scalar(String, ScalarStyle)
        case mapping([YAMLEntry])
        case sequence([YAMLNode])
    }

    package let content: Content
    /// Where it stands; for the content of an alias, where the anchored text stands.
    package let span: SourceSpan
    /// Where an alias or a merge brought it in, as an index into ``YAMLDocument/uses``; 0 if it stands where it is used.
    var use: UInt32 = 0

    /// The number of nodes in it, itself included, with aliases counted as often as they are used; at most `Int32.max`.
    var weight: Int32 = 1

    /// The noun for messages: what was found where something else was expected.
    package var kind: String {
        switch content {
        case .scalar(let text, .plain) where PlainScalar(text) == .null: "nothing"
        case .scalar(let text, .plain):
            switch PlainScalar(text) {
            case .integer: "the number `\(text)`"
            case .decimal: "the number `\(text)`"
            case .boolean: "the boolean `\(text)`"
            default: "the text `\(text)`"
            }
        case .scalar(let text, _): "the text \"\(text.prefix(40))\""
        case .mapping: "a mapping"
        case .sequence: "a list"
        }
    }
}

/// One key and value of a mapping.
package struct YAMLEntry: Sendable {
    package let key: String
    package let keySpan: SourceSpan
    package let keyStyle: YAMLNode.ScalarStyle
    package let value: YAMLNode
    /// As ``YAMLNode/use``: set when a merge key brought the entry in.
    var use: UInt32 = 0
}

/// A parsed file: its root node and where aliases were used.
package struct YAMLDocument: Sendable {
    package let source: SourceFile
    /// Nil if the file could not be parsed; the diagnostics then say why.
    package let root: YAMLNode?
    /// The spans of the aliases that brought nodes in; element 0 is unused.
    let uses: [SourceSpan]

    /// The place of a node for a diagnostic: where it is used, and the anchored text as a related place.
    package func place(of node: YAMLNode) -> (span: SourceSpan, anchored: SourceSpan?) {
        place(node.span, use: node.use)
    }

    func place(_ span: SourceSpan, use: UInt32) -> (span: SourceSpan, anchored: SourceSpan?) {
        use == 0 ? (span, nil) : (uses[Int(use)], span)
    }

    /// Finds the node that a path names, or the nearest parent that is there, which is then marked at its key.
    package func locate(_ path: SpecPath) -> (span: SourceSpan, anchored: SourceSpan?) {
        guard var node = root else { return (.fileStart, nil) }
        var place: (span: SourceSpan, anchored: SourceSpan?) = (.fileStart, nil)
        // The use that brought in an outer node holds for all that is inside it.
        var use: UInt32 = 0
        for (depth, component) in path.components.enumerated() {
            let child: YAMLNode
            var key: SourceSpan?
            switch (component, node.content) {
            case (.key(let name), .mapping(let entries)):
                guard let entry = entries.first(where: { $0.key == name }) else { return place }
                child = entry.value
                key = entry.keySpan
                use = use == 0 ? entry.use : use
            case (.index(let index), .sequence(let items)) where items.indices.contains(index):
                child = items[index]
            default: return place
            }
            node = child
            // A whole mapping or list is marked at its key: a mark over many lines shows nothing.
            let isLast = depth == path.components.count - 1
            if case .scalar = node.content, isLast {
                use = use == 0 ? node.use : use
                place = self.place(node.span, use: use)
            } else {
                place = self.place(key ?? firstLine(of: node), use: use)
                use = use == 0 ? node.use : use
            }
        }
        return place
    }

    private func firstLine(of node: YAMLNode) -> SourceSpan {
        switch node.content {
        case .mapping(let entries): entries.first?.keySpan ?? node.span
        case .sequence(let items): items.first?.span ?? node.span
        case .scalar: node.span
        }
    }
}
