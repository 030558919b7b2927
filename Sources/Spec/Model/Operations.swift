/// Who is told when something fails: names of variables on the server, never their values.
package struct Notify: Sendable {
    /// The variable with a URL that takes a JSON message.
    package let webhook: VariableName?
    package let mail: EmailAddress?
    /// The variable with a URL that is called after each complete backup; its silence is the alarm.
    package let heartbeat: VariableName?
}

extension Notify: SpecObject {
    enum Fields {
        static let webhook = Field.optional(
            "webhook", ValueType<VariableName>.scalar, "The variable that holds a URL to post alerts to.",
            example: "ALERT_WEBHOOK_URL")
        static let mail = Field.optional(
            "mail", ValueType<EmailAddress>.scalar, "Where alerts are mailed, if the server can send mail.",
            example: "ops@example.com")
        static let heartbeat = Field.optional(
            "heartbeat", ValueType<VariableName>.scalar,
            "The variable that holds a URL to call after each complete backup; a service outside alerts when it stays silent.",
            example: "BACKUP_HEARTBEAT_URL")
    }

    static let schema = ObjectSchema(
        name: "Notify", noun: "the notification",
        summary: "Who is told when something fails; variables by name, never by value.",
        fields: [Fields.webhook.description, Fields.mail.description, Fields.heartbeat.description])

    init?(from reader: inout ObjectReader) {
        webhook = reader.optional(Fields.webhook)
        mail = reader.optional(Fields.mail)
        heartbeat = reader.optional(Fields.heartbeat)
        if !reader.contains(Fields.webhook), !reader.contains(Fields.mail) {
            reader.fail(
                .missingKey, "the notification has neither `webhook` nor `mail`", help: "give at least one of them")
        }
    }
}

/// How the machine looks at itself.
package struct Monitor: Sendable {
    package let interval: Duration
}

extension Monitor: SpecObject {
    enum Fields {
        static let interval = Field.defaulted(
            "interval", ValueType<Duration>.scalar, .minutes(1), "The time between two looks.", example: "1m")
    }

    static let schema = ObjectSchema(
        name: "Monitor", noun: "the monitor", summary: "How the machine looks at itself.",
        fields: [Fields.interval.description])

    init?(from reader: inout ObjectReader) {
        guard let interval = reader.value(Fields.interval) else { return nil }
        self.interval = interval
        guard interval.seconds >= 10 else {
            reader.fail(
                .valueOutOfRange, "a look every \(interval.text) would itself be a load", help: "write 10s or more")
            return nil
        }
    }
}

/// Something paid for besides the machine.
package struct Cost: Sendable {
    package let item: String
    package let price: Money
}

extension Cost: SpecObject {
    enum Fields {
        static let item = Field.required("item", .text, "What is paid for.", example: "Domain (.com)")
        static let price = Field.required("price", ValueType<Money>.scalar, "Its price.", example: "100 JPY/month")
    }

    static let schema = ObjectSchema(
        name: "Cost", noun: "a cost", summary: "Something paid for besides the machine.",
        fields: [Fields.item.description, Fields.price.description])

    init?(from reader: inout ObjectReader) {
        let item = reader.value(Fields.item)
        let price = reader.value(Fields.price)
        guard let item, let price else { return nil }
        (self.item, self.price) = (item, price)
    }
}

/// A finding that stands for a written reason.
package struct WaiverEntry: Sendable {
    package let rule: String
    /// Limits the waiver to findings about one app.
    package let app: Name?
    /// Nil is reported by `waiver-without-reason`.
    package let reason: String?
    /// The last day on which it holds.
    package let until: CalendarDate?
}

extension WaiverEntry: SpecObject {
    enum Fields {
        static let rule = Field.required(
            "rule", .text, "The rule whose findings stand.", example: "backup-same-disk-only")
        static let app = Field.optional(
            "app", ValueType<Name>.scalar, "Only findings about this app.", example: "editor")
        static let reason = Field.optional(
            "reason", .text, "Why; a waiver without a reason is an error.", example: "a second VPS is ordered for May")
        static let until = Field.optional(
            "until", ValueType<CalendarDate>.scalar, "The last day on which it holds; compared with `--today`.",
            example: "2026-05-31")
    }

    static let schema = ObjectSchema(
        name: "Waiver", noun: "a waiver", summary: "Findings that stand for a written reason.",
        fields: [Fields.rule.description, Fields.app.description, Fields.reason.description, Fields.until.description])

    init?(from reader: inout ObjectReader) {
        let rule = reader.value(Fields.rule)
        app = reader.optional(Fields.app)
        reason = reader.optional(Fields.reason)
        until = reader.optional(Fields.until)
        guard let rule else { return nil }
        self.rule = rule
    }
}
