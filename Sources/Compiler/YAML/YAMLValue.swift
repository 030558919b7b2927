internal import Spec

/// A YAML value with its keys in a chosen order, and its one printer.
///
/// Every string is printed in double quotes, so that no reader of any YAML version takes it for something else.
indirect enum YAMLValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case sequence([YAMLValue])
    case mapping([(key: String, value: YAMLValue)])

    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }

    static func strings(_ values: [String]) -> YAMLValue { .sequence(values.map(YAMLValue.string)) }

    /// The same value with every string replaced; keys stay.
    func mapStrings(_ transform: (String) -> String) -> YAMLValue {
        switch self {
        case .string(let text): .string(transform(text))
        case .integer, .boolean: self
        case .sequence(let items): .sequence(items.map { $0.mapStrings(transform) })
        case .mapping(let entries): .mapping(entries.map { ($0.key, $0.value.mapStrings(transform)) })
        }
    }

    /// Appends the value as a document of two spaces a level.
    func write(to writer: inout TextWriter) {
        switch self {
        case .mapping(let entries) where !entries.isEmpty:
            for entry in entries { entry.value.write(after: Self.key(entry.key) + ":", to: &writer) }
        case .sequence(let items) where !items.isEmpty:
            for item in items { item.writeItem(to: &writer) }
        default: writer.line(flow)
        }
    }

    private func write(after key: String, to writer: inout TextWriter) {
        if isBlock {
            writer.line(key)
            writer.indented { write(to: &$0) }
        } else {
            writer.line("\(key) \(flow)")
        }
    }

    private func writeItem(to writer: inout TextWriter) {
        // The first key of a mapping shares its line with the dash.
        guard case .mapping(let entries) = self, let first = entries.first else {
            writer.line("- \(flow)")
            return
        }
        first.value.write(after: "- " + Self.key(first.key) + ":", to: &writer)
        writer.indented { writer in
            for entry in entries.dropFirst() { entry.value.write(after: Self.key(entry.key) + ":", to: &writer) }
        }
    }

    private var isBlock: Bool {
        switch self {
        case .sequence(let items): !items.isEmpty && !items.allSatisfy(\.isShortScalar)
        case .mapping(let entries): !entries.isEmpty
        default: false
        }
    }

    private var isShortScalar: Bool {
        switch self {
        case .string(let text): text.utf8.count <= 24
        case .integer, .boolean: true
        case .sequence, .mapping: false
        }
    }

    /// The value on one line.
    private var flow: String {
        switch self {
        case .string(let text): Self.quoted(text)
        case .integer(let number): "\(number)"
        case .boolean(let flag): flag ? "true" : "false"
        case .sequence(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\(Self.key($0.key)): \($0.value.flow)" }.joined(separator: ", ") + "}"
        }
    }

    /// What YAML 1.1 readers take for a boolean or nothing, in lower case.
    private static let words: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]

    private static func key(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let startsWithLetter = text.first?.isLetter ?? false
        return isPlain && startsWithLetter && !words.contains(text.lowercased()) ? text : quoted(text)
    }

    /// Double quotes with the escapes that YAML 1.1 and 1.2 share.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // Line breaks to YAML 1.1, and the byte order mark.
            case "\u{2028}", "\u{2029}", "\u{FEFF}": result += "\\u" + hexadecimal(scalar.value, digits: 4)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += "\\x" + hexadecimal(scalar.value, digits: 2)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
