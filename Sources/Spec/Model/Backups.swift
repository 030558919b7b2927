/// When and where volumes are copied.
package struct Backups: Sendable {
    package let schedule: CronSchedule
    package let directory: FilePath
    package let keep: Retention
    /// Nil means that the copies stay on this machine.
    package let offsite: OffsiteTarget?
    /// What the job may take.
    package let memory: ByteSize
    /// When a job that hangs is ended.
    package let timeout: Duration
    /// How often a restore is rehearsed; nil means never.
    package let drill: Drill?

    /// How many copies are kept, by the newest of each day, week and month.
    package struct Retention: Sendable {
        package let daily: Int
        package let weekly: Int
        package let monthly: Int

        /// All copies together, at most.
        package var count: Int { daily + weekly + monthly }
    }

    /// How often a restore is rehearsed.
    package enum Drill: String, CaseIterable, Sendable {
        case weekly
        case monthly
    }
}

extension Backups: SpecObject {
    enum Fields {
        static let schedule = Field.required(
            "schedule", ValueType<CronSchedule>.scalar, "When, in the host's time zone.", example: "\"0 2 * * *\"")
        static let directory = Field.defaulted(
            "directory", ValueType<AbsolutePath>.scalar, AbsolutePath.backups, "Where copies are kept on this machine.",
            example: "/backups")
        static let keep = Field<Retention>.nested(
            "keep", "How many copies are kept.", example: "{ daily: 7, weekly: 4, monthly: 3 }")
        static let offsite = Field.optional(
            "offsite", ValueType<OffsiteTarget>.scalar, "Where copies go besides this machine.",
            example: "sftp:backup@backup-server:/backups")
        static let memory = Field.defaulted(
            "memory", ValueType<ByteSize>.scalar, .mebibytes(96), "What the job may take; it is ended above it.",
            example: "96M")
        static let timeout = Field.defaulted(
            "timeout", ValueType<Duration>.scalar, .hours(2), "When a job that hangs is ended.", example: "2h")
        static let drill = Field.optional(
            "drill", ValueType<Drill>.word, "How often a restore is rehearsed into a scratch directory.",
            example: "monthly")
    }

    static let schema = ObjectSchema(
        name: "Backups", noun: "the backups", summary: "When and where volumes are copied.",
        fields: [
            Fields.schedule.description, Fields.directory.description, Fields.keep.description,
            Fields.offsite.description,
            Fields.memory.description, Fields.timeout.description, Fields.drill.description,
        ])

    init?(from reader: inout ObjectReader) {
        let schedule = reader.value(Fields.schedule)
        let directory = reader.value(Fields.directory)
        let keep = reader.value(Fields.keep)
        offsite = reader.optional(Fields.offsite)
        let memory = reader.value(Fields.memory)
        let timeout = reader.value(Fields.timeout)
        drill = reader.optional(Fields.drill)
        guard let schedule, let directory, let keep, let memory, let timeout else { return nil }
        (self.schedule, self.directory, self.keep) = (schedule, directory.path, keep)
        (self.memory, self.timeout) = (memory, timeout)
    }
}

extension Backups.Retention: SpecObject {
    enum Fields {
        static let daily = Field.defaulted(
            "daily", .integer(1...366), 7, "Days of which the newest copy is kept.", example: "7")
        static let weekly = Field.defaulted(
            "weekly", .integer(0...520), 4, "Weeks of which the newest copy is kept.", example: "4")
        static let monthly = Field.defaulted(
            "monthly", .integer(0...120), 3, "Months of which the newest copy is kept.", example: "3")
    }

    static let schema = ObjectSchema(
        name: "Keep", noun: "the retention", summary: "How many copies are kept.",
        fields: [Fields.daily.description, Fields.weekly.description, Fields.monthly.description])

    init?(from reader: inout ObjectReader) {
        let daily = reader.value(Fields.daily)
        let weekly = reader.value(Fields.weekly)
        let monthly = reader.value(Fields.monthly)
        guard let daily, let weekly, let monthly else { return nil }
        (self.daily, self.weekly, self.monthly) = (daily, weekly, monthly)
    }
}
