internal import Spec

/// A schedule that matches no day of any year.
enum ScheduleNeverRuns: Check {
    static let description = CheckDescription(
        id: "schedule-never-runs", area: .resources,
        summary: "A schedule matches at least one day.",
        reason: """
            cron accepts 30 February and waits for it for ever, without a word. A backup on such a schedule is no backup.
            """,
        bad: .fragment(
            """
            backups: { schedule: "0 2 30 2 *" }
            """),
        good: .fragment(
            """
            backups: { schedule: "0 2 28 * *" }
            """))

    static func findings(in host: Host) -> [Finding] {
        guard let schedule = host.spec.backups?.schedule, !schedule.everRuns else { return [] }
        return [.neverRuns(schedule)]
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func neverRuns(_ schedule: CronSchedule) -> Finding {
        Finding(
            "schedule `\(schedule.text)` never runs: no month in it has such a day",
            at: SpecPath("backups", "schedule"),
            note: "cron accepts it and waits for ever", help: "write `0 2 * * *` for 02:00 each day")
    }
}
