/// A job that cron runs.
package struct ScheduledJob: Sendable {
    /// What the job does.
    package enum Kind: String, Sendable {
        case backup
        case restoreDrill = "restore-drill"
    }

    package let kind: Kind
    package let schedule: CronSchedule
    /// What the job may take before it is ended.
    package let memory: ByteSize
    /// When a job that hangs is ended.
    package let timeout: Duration

    static func all(of spec: Spec) -> [ScheduledJob] {
        guard let backups = spec.backups else { return [] }
        var jobs = [
            ScheduledJob(kind: .backup, schedule: backups.schedule, memory: backups.memory, timeout: backups.timeout)
        ]
        if let drill = backups.drill, let schedule = drillSchedule(drill, after: backups) {
            jobs.append(
                ScheduledJob(kind: .restoreDrill, schedule: schedule, memory: backups.memory, timeout: backups.timeout))
        }
        return jobs
    }

    /// The drill begins when the day's last backup must have ended, on Sundays or on the first of the month.
    private static func drillSchedule(_ drill: Backups.Drill, after backups: Backups) -> CronSchedule? {
        guard let hour = backups.schedule.hours.last, let minute = backups.schedule.minutes.last else { return nil }
        let hours = (backups.timeout.seconds + 3599) / 3600
        let days = drill == .weekly ? "* * 0" : "1 * *"
        return try? CronSchedule.parse("\(minute) \((hour + max(hours, 1)) % 24) \(days)")
    }
}
