/// A schedule of five fields as Debian's cron reads them: minute, hour, day of month, month, day of week.
package struct CronSchedule: ScalarValue {
    /// The minutes, 0 to 59, in ascending order; likewise below.
    package let minutes: [Int]
    package let hours: [Int]
    /// 1 to 31.
    package let daysOfMonth: [Int]
    /// 1 to 12.
    package let months: [Int]
    /// 0 (Sunday) to 6.
    package let daysOfWeek: [Int]
    /// Whether both day fields are restricted; cron then runs when either matches (crontab(5)).
    package let matchesEitherDay: Bool
    /// The five fields separated by single spaces.
    package let text: String

    package static let rule: RuleID = "invalid-cron-schedule"
    package static let expectation = "a cron schedule of five fields such as `0 2 * * *`"
    package static var pattern: String? { "^\\s*\\S+(\\s+\\S+){4}\\s*$" }

    private static let fieldNames = ["minute", "hour", "day of month", "month", "day of week"]
    private static let ranges = [0...59, 0...23, 1...31, 1...12, 0...7]
    private static let monthNames = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    package static func parse(_ text: String) throws(InvalidValue) -> CronSchedule {
        let fields = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        if text.hasPrefix("@") {
            throw InvalidValue(
                "schedule `\(text)` names no time", help: "write five fields, such as `0 2 * * *` for 02:00 each day")
        }
        guard fields.count == 5 else {
            throw InvalidValue(
                "schedule `\(text)` has \(fields.count) fields, not five",
                help: "minute, hour, day of month, month, day of week")
        }
        var values: [[Int]] = []
        for (index, field) in fields.enumerated() {
            values.append(try expand(field, index: index))
        }
        let week = Set(values[4].map { $0 % 7 }).sorted()
        return CronSchedule(
            minutes: values[0], hours: values[1], daysOfMonth: values[2], months: values[3], daysOfWeek: week,
            matchesEitherDay: !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*"),
            text: fields.joined(separator: " "))
    }

    private static func expand(_ field: String, index: Int) throws(InvalidValue) -> [Int] {
        var values: Set<Int> = []
        for item in field.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try expandItem(String(item), index: index))
        }
        return values.sorted()
    }

    private static func expandItem(_ item: String, index: Int) throws(InvalidValue) -> [Int] {
        let name = fieldNames[index]
        let range = ranges[index]
        let problem = InvalidValue(
            "`\(item)` is not a value for the \(name) field",
            help: "its range is \(range.lowerBound)–\(range.upperBound)")
        let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var bounds = range
        if parts[0] != "*" {
            let ends = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let low = number(ends[0], index: index), range.contains(low) else { throw problem }
            guard let high = ends.count == 2 ? number(ends[1], index: index) : low, range.contains(high), low <= high
            else {
                throw problem
            }
            bounds = low...high
            if parts.count == 2, ends.count == 1 { throw problem }
        }
        guard parts.count == 2 else { return Array(bounds) }
        guard let step = Int(parts[1]), step > 0, step <= range.upperBound else { throw problem }
        return Array(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
    }

    private static func number(_ text: String, index: Int) -> Int? {
        if let value = Int(text), text.utf8.allSatisfy({ (48...57).contains($0) }) { return value }
        let lowered = text.lowercased()
        if index == 3, let month = monthNames.firstIndex(of: lowered) { return month + 1 }
        return index == 4 ? dayNames.firstIndex(of: lowered) : nil
    }

    /// Whether any day of any year matches; `0 2 30 2 *` never does.
    package var everRuns: Bool {
        if matchesEitherDay && !daysOfWeek.isEmpty { return true }
        return months.contains { month in
            daysOfMonth.contains { $0 <= CalendarDate.days(in: month, leapYear: true) }
        }
    }
}
