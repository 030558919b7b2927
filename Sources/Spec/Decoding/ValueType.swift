/// How one kind of value is read from a node, described in the schema, and printed.
///
/// The decoder, the JSON Schema and the reference page all work from this one description.
struct ValueType<Value: Sendable>: Sendable {
    let schema: SchemaNode
    /// Reads the value, reporting what is wrong with it; nil after a report.
    let decode: @Sendable (YAMLNode, inout DecodingContext) -> Value?
    /// The canonical text, for defaults and for `show`; nil for what consists of further values.
    let text: @Sendable (Value) -> String?
}

extension ValueType where Value: ScalarValue {
    /// A scalar that the value's own type reads.
    static var scalar: ValueType {
        ValueType(
            schema: .scalar(
                ScalarSchema(expectation: Value.expectation, jsonTypes: Value.jsonTypes, pattern: Value.pattern)),
            decode: { node, context in
                guard let text = context.scalarText(of: node, expecting: Value.expectation, notation: Value.notation)
                else {
                    return nil
                }
                do throws(InvalidValue) {
                    return try Value.parse(text)
                } catch {
                    context.report(
                        error.rule ?? Value.rule, at: node, error.message, label: "expected \(Value.expectation)",
                        help: error.help)
                    return nil
                }
            },
            text: \.text)
    }
}

extension ValueType where Value == String {
    /// One line of text for people or programs.
    static var text: ValueType {
        ValueType(
            schema: .scalar(ScalarSchema(expectation: "text", jsonTypes: ["string"], pattern: nil)),
            decode: { node, context in
                guard let text = context.scalarText(of: node, expecting: "text", notation: .text) else { return nil }
                // Line breaks and control characters would need another quoting in every artifact.
                guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
                    context.report(
                        .invalidText, at: node, "text holds a line break or control character",
                        help: "write it on one line")
                    return nil
                }
                guard !text.isEmpty else {
                    context.report(
                        .invalidText, at: node, "the text is empty", help: "write something, or leave the key out")
                    return nil
                }
                return text
            },
            text: { $0 })
    }
}

extension ValueType where Value == Bool {
    /// `true` or `false`.
    static var flag: ValueType {
        ValueType(
            schema: .flag,
            decode: { node, context in
                if case .scalar(let text, .plain) = node.content {
                    if text == "true" { return true }
                    if text == "false" { return false }
                    if case .ambiguous(let why) = PlainScalar(text) {
                        context.report(
                            .ambiguousScalar, at: node, "`\(text)` is \(why.rawValue)", help: "write `true` or `false`")
                        return nil
                    }
                }
                context.report(.wrongType, at: node, "expected `true` or `false`, found \(node.kind)")
                return nil
            },
            text: { $0 ? "true" : "false" })
    }
}

extension ValueType where Value == Int {
    /// A whole number within bounds, both included.
    static func integer(_ range: ClosedRange<Int>) -> ValueType {
        let expectation = "a whole number, \(range.lowerBound) to \(range.upperBound)"
        return ValueType(
            schema: .integer(range),
            decode: { node, context in
                guard let text = context.scalarText(of: node, expecting: expectation, notation: .number) else {
                    return nil
                }
                guard let number = Int(text) else {
                    context.report(.wrongType, at: node, "expected \(expectation), found \(node.kind)")
                    return nil
                }
                guard range.contains(number) else {
                    context.report(
                        .valueOutOfRange, at: node, "\(number) is outside \(range.lowerBound)–\(range.upperBound)")
                    return nil
                }
                return number
            },
            text: { "\($0)" })
    }
}

extension ValueType where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of a few words.
    static var word: ValueType {
        let words = Value.allCases.map(\.rawValue)
        return ValueType(
            schema: .enumeration(words),
            decode: { node, context in
                guard
                    let text = context.scalarText(
                        of: node, expecting: "one of \(words.joined(separator: ", "))", notation: .text)
                else { return nil }
                if let value = Value(rawValue: text) { return value }
                let nearest = Suggestion.nearest(to: text, among: words)
                context.report(
                    .valueOutOfRange, at: node, "`\(text)` is not one of \(words.joined(separator: ", "))",
                    help: nearest.map { "there is a similar value: `\($0)`" })
                return nil
            },
            text: \.rawValue)
    }
}

extension ValueType {
    /// A list; each item is read, so that every problem is found.
    static func list<Element: Sendable>(of element: ValueType<Element>) -> ValueType where Value == [Element] {
        ValueType(
            schema: .list(element.schema),
            decode: { node, context in
                guard case .sequence(let items) = node.content else {
                    context.report(
                        .wrongType, at: node, "expected a list, found \(node.kind)",
                        help: "write `[…]` or lines that begin with `- `")
                    return nil
                }
                var values: [Element] = []
                for (index, item) in items.enumerated() {
                    context.path.append(.index(index))
                    if let value = element.decode(context.document.used(item, by: node), &context) {
                        values.append(value)
                    }
                    context.path.removeLast()
                }
                return values.count == items.count ? values : nil
            },
            text: { list in
                let texts = list.compactMap(element.text)
                return texts.count == list.count ? "[" + texts.joined(separator: ", ") + "]" : nil
            })
    }

    /// A mapping whose keys the user chooses, in the order of the file.
    static func map<Key: ScalarValue, Element: Sendable>(
        _ keyType: Key.Type, of element: ValueType<Element>, noun: String
    ) -> ValueType where Value == [MapEntry<Key, Element>] {
        ValueType(
            schema: .map(keyPattern: Key.pattern, noun: noun, element.schema),
            decode: { node, context in
                guard case .mapping(let entries) = node.content else {
                    context.report(.wrongType, at: node, "expected a mapping of \(noun)s, found \(node.kind)")
                    return nil
                }
                return context.decodeMap(entries, of: node, keyType: keyType, element: element)
            },
            text: { $0.isEmpty ? "{}" : nil })
    }
}

extension ValueType where Value: SpecObject {
    /// A mapping with declared keys.
    static func object(_ type: Value.Type) -> ValueType {
        ValueType(
            schema: .object(Value.schema),
            decode: { node, context in
                ObjectReader.read(node, schema: Value.schema, context: &context) { reader in Value(from: &reader) }
            },
            text: { _ in nil })
    }
}

/// One entry of a mapping with free keys.
package struct MapEntry<Key: ScalarValue, Element: Sendable>: Sendable {
    package let key: Key
    package let value: Element
}

extension DecodingContext {
    /// How a scalar type is written, which decides what is ambiguous.
    enum Notation {
        /// Text: an unquoted scalar that some reader takes for another type is refused.
        case text
        /// A number without quotes: `010` is refused.
        case number
        /// A form of its own with a unit or separators: only leading zeros are refused.
        case form
    }

    /// The text of a scalar node in an expected notation; reports and gives nil for anything else.
    mutating func scalarText(of node: YAMLNode, expecting expectation: String, notation: Notation) -> String? {
        guard case .scalar(let text, let style) = node.content else {
            report(.wrongType, at: node, "expected \(expectation), found \(node.kind)")
            return nil
        }
        guard style == .plain else {
            if notation == .number {
                report(
                    .wrongType, at: node, "expected \(expectation), found \(node.kind)",
                    help: "write the number without quotes")
                return nil
            }
            return text
        }
        switch (PlainScalar(text), notation) {
        case (.null, _):
            report(.wrongType, at: node, "expected \(expectation), found nothing")
            return nil
        case (.ambiguous(let why), _) where notation == .text || why.changesNumbers:
            let help =
                notation == .text
                ? "put it in quotes: `\"\(text)\"`" : "write the number in full, without leading zeros or colons"
            report(.ambiguousScalar, at: node, "`\(text)` is \(why.rawValue)", help: help)
            return nil
        case (.integer, .text), (.decimal, .text), (.boolean, .text):
            report(
                .ambiguousScalar, at: node, "expected \(expectation), found \(node.kind)",
                help: "put it in quotes: `\"\(text)\"`")
            return nil
        default: return text
        }
    }

    fileprivate mutating func decodeMap<Key: ScalarValue, Element: Sendable>(
        _ entries: [YAMLEntry], of node: YAMLNode, keyType: Key.Type, element: ValueType<Element>
    ) -> [MapEntry<Key, Element>]? {
        var values: [MapEntry<Key, Element>] = []
        var isWhole = true
        for entry in entries where !entry.key.hasPrefix("x-") {
            path.append(.key(entry.key))
            defer { path.removeLast() }
            let key = mapKey(entry, of: node, as: keyType)
            let valueNode = document.used(entry.value, by: node, entry.use)
            let value = element.decode(valueNode, &self)
            if isRecording, let value, let text = element.text(value) {
                record(value: text, origin: .written(document.place(of: valueNode).span))
            }
            if let key, let value {
                values.append(MapEntry(key: key, value: value))
            } else {
                isWhole = false
            }
        }
        return isWhole ? values : nil
    }

    private mutating func mapKey<Key: ScalarValue>(_ entry: YAMLEntry, of node: YAMLNode, as keyType: Key.Type) -> Key?
    {
        let place = document.place(entry.keySpan, use: entry.use == 0 ? node.use : entry.use)
        if entry.keyStyle == .plain, case .ambiguous(let why) = PlainScalar(entry.key) {
            report(
                .ambiguousScalar, place: place, "key `\(entry.key)` is \(why.rawValue)",
                help: "put it in quotes or choose another name")
            return nil
        }
        do throws(InvalidValue) {
            return try Key.parse(entry.key)
        } catch {
            report(error.rule ?? Key.rule, place: place, error.message, help: error.help)
            return nil
        }
    }
}

extension YAMLDocument {
    /// A child as it is used: inside an alias, the alias is where the user looks.
    func used(_ child: YAMLNode, by parent: YAMLNode, _ entryUse: UInt32 = 0) -> YAMLNode {
        let outer = parent.use != 0 ? parent.use : entryUse
        guard outer != 0 else { return child }
        var used = child
        used.use = outer
        return used
    }
}
