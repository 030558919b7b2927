/// Why a text is not a value of a type.
package struct InvalidValue: Error, Equatable, Sendable {
    /// The fault, with the text in it: `port 70000 is outside 1–65535`.
    package let message: String
    /// What to write instead, if there is more to say than the type's expectation.
    package let help: String?
    /// The rule that is broken, where it is another one than the type's own.
    package let rule: RuleID?

    package init(_ message: String, help: String? = nil, rule: RuleID? = nil) {
        self.message = message
        self.help = help
        self.rule = rule
    }
}

/// A value that is written as one scalar and cannot be wrong once it exists.
package protocol ScalarValue: Hashable, Sendable {
    /// The rule that a text breaks which is not such a value.
    static var rule: RuleID { get }
    /// What is expected, as a noun phrase: `a port, 1 to 65535`.
    static var expectation: String { get }
    /// A regular expression (ECMA 262, anchored) for the JSON Schema, if a text is what the type is written as.
    static var pattern: String? { get }

    /// The JSON types that the YAML value may have.
    static var jsonTypes: [String] { get }

    /// Reads the value.
    /// - Throws: ``InvalidValue`` with the reason.
    static func parse(_ text: String) throws(InvalidValue) -> Self

    /// The value in its canonical form; parsing it again gives an equal value.
    var text: String { get }
}

extension ScalarValue {
    package static var pattern: String? { nil }
    package static var jsonTypes: [String] { ["string"] }

    /// What is ambiguous in an unquoted scalar of this type.
    static var notation: DecodingContext.Notation {
        if !jsonTypes.contains("string") { return .number }
        return jsonTypes.count > 1 ? .form : .text
    }
}

/// Reads over ASCII bytes without building strings.
struct ASCIIScanner {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// Consumes `byte` if it comes next.
    mutating func take(_ character: Character) -> Bool {
        guard position < bytes.count, let ascii = character.asciiValue, bytes[position] == ascii else { return false }
        position += 1
        return true
    }

    /// Consumes a run of decimal digits; nil if there is none or it exceeds `Int`.
    mutating func integer() -> Int? {
        var value = 0
        let start = position
        while position < bytes.count, case let digit = Int(bytes[position]) - 48, (0...9).contains(digit) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            value = sum
            position += 1
        }
        return position > start ? value : nil
    }

    /// Consumes the letters that come next, lower-cased.
    mutating func word() -> String {
        var letters: [UInt8] = []
        while position < bytes.count, case let letter = bytes[position] | 0x20, (97...122).contains(letter) {
            letters.append(letter)
            position += 1
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// Consumes a decimal number with at most `places` digits after the point, as a count of 10^-places.
    mutating func decimal(places: Int) -> Int? {
        guard let whole = integer() else { return nil }
        var fraction = 0
        var missing = places
        if take(".") {
            let start = position
            guard let digits = integer(), position - start <= places else { return nil }
            fraction = digits
            missing = places - (position - start)
        }
        for _ in 0..<missing { fraction *= 10 }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let (product, overflow) = whole.multipliedReportingOverflow(by: scale)
        return overflow ? nil : product + fraction
    }
}

/// Prints `value / 10^places` without trailing zeros.
func decimalText(_ value: Int, places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let fraction = value % scale
    guard fraction != 0 else { return "\(value / scale)" }
    var digits = String(fraction)
    digits = String(repeating: "0", count: places - digits.utf8.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(value / scale).\(digits)"
}
