/// What an unquoted scalar means to the readers in use: the YAML 1.2 core schema, and YAML 1.1 where it differs.
///
/// Sources: YAML 1.2.2 §10.3.2 (core schema); yaml.org type repository 1.1 (`bool`, `int` with base 8 and 60, `float`,
/// `null`, `timestamp`).
enum PlainScalar: Equatable {
    case text
    case null
    case boolean
    case integer
    case decimal
    /// YAML 1.1 and 1.2 readers disagree, or a person reads it otherwise than a machine.
    case ambiguous(Ambiguity)

    /// How an unquoted scalar can be misread.
    enum Ambiguity: String {
        case boolean = "a boolean to YAML 1.1 readers and text to others"
        case octal = "octal to YAML 1.1 readers and decimal to others"
        case radix = "a hexadecimal or octal number to some YAML readers"
        case base60 = "a number to base 60 to YAML 1.1 readers and text to others"
        case date = "a date to YAML 1.1 readers and text to others"
        case trailingZero = "a number that loses its last zero"
        case underscores = "a number to YAML 1.1 readers, which drop underscores, and text to others"

        /// Whether a value that is meant as a number changes by it.
        var changesNumbers: Bool { self == .octal || self == .radix || self == .base60 || self == .underscores }
    }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.first else {
            self = .null
            return
        }
        switch first {
        case UInt8(ascii: "~") where bytes.count == 1: self = .null
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            self = PlainScalar.number(bytes)
        default: self = PlainScalar.word(bytes)
        }
    }

    private static func word(_ bytes: [UInt8]) -> PlainScalar {
        guard bytes.count <= 5 else { return .text }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "null": return .null
        case "true", "false": return .boolean
        case "yes", "no", "on", "off", "y", "n": return .ambiguous(.boolean)
        default: return .text
        }
    }

    private static func number(_ bytes: [UInt8]) -> PlainScalar {
        let digits =
            bytes.first == UInt8(ascii: "+") || bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        let isDigits = { (part: ArraySlice<UInt8>) in !part.isEmpty && part.allSatisfy { (48...57).contains($0) } }
        if isDigits(digits) {
            return digits.count > 1 && digits.first == 48
                ? .ambiguous(.octal) : .integer
        }
        if digits.starts(with: [48, 120]) || digits.starts(with: [48, 111]) {
            return .ambiguous(.radix)
        }
        let parts = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        if parts.count > 1, parts.allSatisfy(isDigits) {
            return .ambiguous(.base60)
        }
        if digits.contains(UInt8(ascii: "_")), digits.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "_") }),
            digits.first != 95
        {
            return .ambiguous(.underscores)
        }
        if isSpecialFloat(digits) { return .decimal }
        if isDate(digits) { return .ambiguous(.date) }
        let halves = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        if halves.count == 2, halves.allSatisfy({ $0.isEmpty || isDigits($0) }), digits.count > 1 {
            return halves[1].last == 48 && halves[1].count > 1 ? .ambiguous(.trailingZero) : .decimal
        }
        return .text
    }

    /// `.inf`, `.nan`, and numbers with an exponent such as `1e3` or `1.5E-7`.
    private static func isSpecialFloat(_ digits: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: digits, as: UTF8.self).lowercased()
        if word == ".inf" || word == ".nan" { return true }
        let halves = word.utf8.split(separator: UInt8(ascii: "e"), omittingEmptySubsequences: false)
        guard halves.count == 2, let first = halves[0].first, first != 43, first != 45 else { return false }
        return Double(word) != nil
    }

    private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
        let parts = digits.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.count == 3 && parts.map(\.count) == [4, 2, 2]
            && parts.allSatisfy { $0.allSatisfy { (48...57).contains($0) } }
    }
}
