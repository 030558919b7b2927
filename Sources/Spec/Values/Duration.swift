/// A span of time in whole seconds: `60s`, `20m`, `12h`, `30d`.
package struct Duration: ScalarValue, Comparable {
    package let seconds: Int

    /// - Precondition: `seconds` is not negative.
    package init(seconds: Int) {
        precondition(seconds >= 0, "a duration cannot be negative")
        self.seconds = seconds
    }

    package static func minutes(_ count: Int) -> Duration { Duration(seconds: count * 60) }
    package static func hours(_ count: Int) -> Duration { Duration(seconds: count * 3600) }
    package static func days(_ count: Int) -> Duration { Duration(seconds: count * 86_400) }

    package static let rule: RuleID = "invalid-duration"
    package static let expectation = "a duration such as `60s`, `20m`, `12h` or `30d`"
    package static var jsonTypes: [String] { ["string", "integer"] }
    package static var pattern: String? { "^[0-9]+[smhd]$" }

    package static func parse(_ text: String) throws(InvalidValue) -> Duration {
        var scanner = ASCIIScanner(text)
        let factors = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let count = scanner.integer() else {
            throw InvalidValue("`\(text)` is not a duration", help: "write a number and a unit, such as `60s`")
        }
        let unit = scanner.word()
        guard !unit.isEmpty else {
            throw InvalidValue(
                "duration `\(text)` has no unit", help: "write `\(text)s` for seconds or `\(text)m` for minutes")
        }
        guard scanner.isAtEnd, let factor = factors[unit], count <= 100 * 365 * 86_400 / factor else {
            throw InvalidValue(
                "`\(text)` is not a duration", help: "the units are s, m, h and d; one unit, up to 100 years")
        }
        return Duration(seconds: count * factor)
    }

    /// The largest unit that divides it evenly.
    package var text: String {
        guard seconds > 0 else { return "0s" }
        for (factor, unit) in [(86_400, "d"), (3600, "h"), (60, "m")] where seconds % factor == 0 {
            return "\(seconds / factor)\(unit)"
        }
        return "\(seconds)s"
    }

    package static func < (left: Duration, right: Duration) -> Bool { left.seconds < right.seconds }
}
