extension CronSchedule {
    /// The longest time between two runs, within the 28 years after which weekdays and leap days come round.
    ///
    /// In local time: the hour that a change of the clock takes or gives is not counted. 28 years if it never runs.
    package var longestGap: Duration {
        let times = hours.flatMap { hour in minutes.map { hour * 60 + $0 } }
        let days = runningDays
        guard let first = times.first, let last = times.last, let firstDay = days.first else {
            return .days(Self.cycleDays)
        }
        let withinDay = zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0
        let betweenDays =
            zip(days, days.dropFirst() + [firstDay + Self.cycleDays]).map { $1 - $0 }.max() ?? Self.cycleDays
        return .minutes(max(withinDay, betweenDays * 1440 + first - last))
    }

    private static let cycleDays = 28 * 365 + 7

    /// The days that match, counted from Monday, 1 January 2001.
    private var runningDays: [Int] {
        var days: [Int] = []
        var day = 0
        for year in 2001...2028 {
            for month in 1...12 {
                for dayOfMonth in 1...CalendarDate.days(in: month, leapYear: CalendarDate.isLeap(year)) {
                    // Monday is 1, as in cron's field.
                    if matches(month: month, dayOfMonth: dayOfMonth, dayOfWeek: (day + 1) % 7) { days.append(day) }
                    day += 1
                }
            }
        }
        return days
    }

    private func matches(month: Int, dayOfMonth: Int, dayOfWeek: Int) -> Bool {
        guard months.contains(month) else { return false }
        let byMonth = daysOfMonth.contains(dayOfMonth)
        let byWeek = daysOfWeek.contains(dayOfWeek)
        return matchesEitherDay ? byMonth || byWeek : byMonth && byWeek
    }
}
