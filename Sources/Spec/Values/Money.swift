/// A price per month: `968 JPY/month`.
package struct Money: ScalarValue {
    /// Hundredths of the currency's unit per month.
    package let hundredths: Int
    /// Three capital letters, as ISO 4217 has them.
    package let currency: String

    package init(hundredths: Int, currency: String) {
        self.hundredths = hundredths
        self.currency = currency
    }

    package static let rule: RuleID = "value-out-of-range"
    package static let expectation = "a price such as `968 JPY/month`"
    package static var pattern: String? { "^[0-9]+(\\.[0-9]{1,2})? [A-Z]{3}/(month|year)$" }

    package static func parse(_ text: String) throws(InvalidValue) -> Money {
        let problem = InvalidValue(
            "`\(text)` is not a price", help: "write an amount, a currency and a period: `968 JPY/month`")
        var scanner = ASCIIScanner(text)
        guard let hundredths = scanner.decimal(places: 2), scanner.take(" "), text.utf8.count > scanner.position + 3
        else {
            throw problem
        }
        let rest = Array(text.utf8)[scanner.position...]
        let code = rest.prefix(3)
        guard code.allSatisfy({ (65...90).contains($0) }) else { throw problem }
        let currency = String(decoding: code, as: UTF8.self)
        switch String(decoding: rest.dropFirst(3), as: UTF8.self) {
        case "/month": return Money(hundredths: hundredths, currency: currency)
        case "/year": return Money(hundredths: (hundredths + 6) / 12, currency: currency)
        default: throw problem
        }
    }

    package var text: String { "\(amount)/month" }
    /// Without the period: `968 JPY`.
    package var amount: String { "\(decimalText(hundredths, places: 2)) \(currency)" }
}

/// A day of the calendar, `2026-05-31`.
package struct CalendarDate: ScalarValue, Comparable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    /// 1 to the month's last day.
    package let day: Int

    /// - Returns: nil if the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.days(in: month, leapYear: CalendarDate.isLeap(year))
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    package static let rule: RuleID = "invalid-date"
    package static let expectation = "a date such as `2026-05-31`"
    package static var jsonTypes: [String] { ["string", "integer"] }
    package static var pattern: String? { "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }

    package static func parse(_ text: String) throws(InvalidValue) -> CalendarDate {
        var scanner = ASCIIScanner(text)
        guard text.utf8.count == 10, let year = scanner.integer(), scanner.take("-"), let month = scanner.integer(),
            scanner.take("-"), let day = scanner.integer(), scanner.isAtEnd
        else { throw InvalidValue("`\(text)` is not a date", help: "write year, month and day: `2026-05-31`") }
        guard let date = CalendarDate(year: year, month: month, day: day) else {
            throw InvalidValue("the calendar has no day \(text)")
        }
        return date
    }

    package var text: String {
        let digits = String(year)
        return String(repeating: "0", count: 4 - digits.utf8.count) + digits + "-" + padded(month) + "-" + padded(day)
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func days(in month: Int, leapYear: Bool) -> Int {
        switch month {
        case 2: leapYear ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
