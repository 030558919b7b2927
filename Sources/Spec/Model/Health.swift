/// How Docker, deployments and the monitor see that an app works.
package struct Health: Sendable {
    package let path: URLPath
    package let interval: Duration
    package let timeout: Duration
    package let retries: Int
    /// Failures in this time after the start do not count.
    package let startPeriod: Duration
    /// Empty means the check that fits the base image.
    package let command: [String]
}

extension Health: SpecObject {
    enum Fields {
        static let path = Field.required(
            "path", ValueType<URLPath>.scalar, "The path that answers 200 when the app works.", example: "/health")
        static let interval = Field.defaulted(
            "interval", ValueType<Duration>.scalar, Duration(seconds: 30), "The time between two checks.",
            example: "30s")
        static let timeout = Field.defaulted(
            "timeout", ValueType<Duration>.scalar, Duration(seconds: 5), "How long one check may take.", example: "5s")
        static let retries = Field.defaulted(
            "retries", .integer(1...20), 3, "Failures in a row until it counts as unhealthy.", example: "3")
        static let startPeriod = Field.defaulted(
            "start_period", ValueType<Duration>.scalar, Duration(seconds: 20),
            "Failures in this time after the start do not count.",
            example: "20s")
        static let command = Field.defaulted(
            "command", .list(of: .text), [],
            "A check of your own, run in the container without a shell. Without it a command is chosen that the base image has.",
            example: "[/app/editor, health]")
    }

    static let schema = ObjectSchema(
        name: "Health", noun: "the health check",
        summary: "How Docker, deployments and the monitor see that an app works.",
        fields: [
            Fields.path.description, Fields.interval.description, Fields.timeout.description,
            Fields.retries.description,
            Fields.startPeriod.description, Fields.command.description,
        ])

    init?(from reader: inout ObjectReader) {
        let path = reader.value(Fields.path)
        let interval = reader.value(Fields.interval)
        let timeout = reader.value(Fields.timeout)
        let retries = reader.value(Fields.retries)
        let startPeriod = reader.value(Fields.startPeriod)
        let command = reader.value(Fields.command)
        guard let path, let interval, let timeout, let retries, let startPeriod, let command else { return nil }
        (self.path, self.interval, self.timeout, self.retries) = (path, interval, timeout, retries)
        (self.startPeriod, self.command) = (startPeriod, command)
        guard timeout < interval else {
            reader.fail(
                .valueOutOfRange, "a check may take \(timeout.text), but the next one begins after \(interval.text)",
                help: "make `timeout` shorter than `interval`")
            return nil
        }
    }
}

/// An app's environment variables.
package struct Environment: Sendable {
    /// The file on the server that holds the secrets, relative to the app's directory; nil if there are none.
    package let file: FilePath?
    /// The variables that the file must set.
    package let requires: [VariableName]
    /// Values that are no secrets, in the order of the file.
    package let set: [MapEntry<VariableName, String>]
}

extension Environment: SpecObject {
    enum Fields {
        static let file = Field.optional(
            "file", ValueType<FilePath>.scalar,
            "The file on the server that holds its secrets; never in git, never in `out/`.",
            example: ".env.prod")
        static let requires = Field.defaulted(
            "requires", .list(of: ValueType<VariableName>.scalar), [], "The variables that the file must set.",
            example: "[RAG_API_KEY, GITHUB_TOKEN]")
        static let set = Field.defaulted(
            "set", .map(VariableName.self, of: .text, noun: "variable"), [], "Values that are no secrets.",
            example: "{ NODE_ENV: production }")
    }

    static let schema = ObjectSchema(
        name: "Environment", noun: "the environment", summary: "An app's environment variables; secrets by name only.",
        fields: [Fields.file.description, Fields.requires.description, Fields.set.description])

    init?(from reader: inout ObjectReader) {
        file = reader.optional(Fields.file)
        let requires = reader.value(Fields.requires)
        let set = reader.value(Fields.set)
        guard let requires, let set else { return nil }
        (self.requires, self.set) = (requires, set)
        if !requires.isEmpty, file == nil, !reader.contains(Fields.file) {
            reader.fail(.missingKey, "variables are required, but no `file` sets them", help: "add `file: .env.prod`")
        }
    }
}
