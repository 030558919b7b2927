extension App: SpecObject {
    enum Fields {
        static let title = Field.optional("title", .text, "What people call it.", example: "Markdown Editor RAG")
        static let directory = Field.required(
            "directory", ValueType<AbsolutePath>.scalar,
            "Its directory on the server; relative paths of the app start there.",
            example: "/opt/editor")
        static let source = Field.required(
            "source", .object(ImageSource.self), "Where its image comes from.",
            example: "{ image: ghcr.io/owner/editor:1.2.0 }")
        static let command = Field.defaulted(
            "command", .list(of: .text), [], "Replaces the image's own command.", example: "[node, server.js]")
        static let project = Field.optional(
            "project", .text, "The name of its Compose project; the app's name unless given.", example: "editor")
        static let port = Field.required("port", ValueType<Port>.scalar, "Its port on the host.", example: "8001")
        static let containerPort = Field.optional(
            "container_port", ValueType<Port>.scalar,
            "The port that the app listens on in its container; `port` unless given.",
            example: "8001")
        static let bind = Field.defaulted(
            "bind", .text, "127.0.0.1",
            "The host address that the port is published on. Loopback: only nginx reaches it.",
            example: "127.0.0.1")
        static let routes = Field.required(
            "routes", .list(of: .object(Route.self)), "Its places under the public domain.",
            example: "[{ path: /api/editor/, to: /api/ }]")
        static let serves = Field.defaulted(
            "serves", .list(of: ValueType<RequestPattern>.scalar), [],
            "The app's own routes that the world is meant to reach, as the app names them.",
            example: "[POST /api/search]")
        static let calls = Field.defaulted(
            "calls", .list(of: ValueType<RequestPattern>.scalar), [],
            "Public URLs that clients are known to call; each must lead to a route the app serves.",
            example: "[POST /api/editor/search]")
        static let memory = Field.optional(
            "memory", ValueType<ByteSize>.scalar, "Its memory limit, at which it is killed and restarted.",
            example: "256M")
        static let cpus = Field.defaulted(
            "cpus", ValueType<CPUShare>.scalar, CPUShare(millicores: 500), "Its processor limit.", example: "0.5")
        static let pids = Field.defaulted(
            "pids", .integer(2...32_768), 128, "How many processes and threads it may have.", example: "128")
        static let disk = Field.required(
            "disk", ValueType<ByteSize>.scalar, "Disk for its images, volumes and logs.", example: "20G")
        static let user = Field.optional(
            "user", .integer(1...65_534), "User and group id in the container, and owner of its directories.",
            example: "10001")
        static let readOnly = Field.defaulted(
            "read_only", .flag, true, "Whether its root file system is read-only; `/tmp` and volumes stay writable.",
            example: "true")
        static let tmpfs = Field.defaulted(
            "tmpfs", ValueType<ByteSize>.scalar, .mebibytes(16), "The size of `/tmp`, which counts against its memory.",
            example: "16M")
        static let capabilities = Field.defaulted(
            "capabilities", .list(of: ValueType<Capability>.word), [],
            "Capabilities given back after all were dropped.", example: "[]")
        static let health = Field.required(
            "health", .object(Health.self), "How Docker, deployments and the monitor see that it works.",
            example: "{ path: /health }")
        static let environment = Field<Environment>.nested(
            "environment", "Its environment variables; secrets by name only.",
            example: "{ file: .env.prod, requires: [API_KEY] }")
        static let volumes = Field.defaulted(
            "volumes", .map(Name.self, of: .object(Volume.self), noun: "volume"), [], "Its state, by name.",
            example: "{ index: { path: ./data, mount: /data, size: 2G } }")
        static let logs = Field<ContainerLogs>.nested(
            "logs", "How the container's own output is kept.", example: "{ size: 10M, files: 3 }")
        static let deploy = Field<Deployment>.nested(
            "deploy", "How a new version replaces the old one.", example: "{ timeout: 120s }")
        static let stopGrace = Field.defaulted(
            "stop_grace", ValueType<Duration>.scalar, Duration(seconds: 10),
            "How long it may take to stop before it is killed.",
            example: "10s")
    }

    static let schema = ObjectSchema(
        name: "App", noun: "an app",
        summary: "A container, its place on the web, its share of the machine and its state.",
        fields: [
            Fields.title.description, Fields.directory.description, Fields.source.description,
            Fields.command.description,
            Fields.project.description, Fields.port.description, Fields.containerPort.description,
            Fields.bind.description,
            Fields.routes.description, Fields.serves.description, Fields.calls.description, Fields.memory.description,
            Fields.cpus.description, Fields.pids.description, Fields.disk.description, Fields.user.description,
            Fields.readOnly.description, Fields.tmpfs.description, Fields.capabilities.description,
            Fields.health.description,
            Fields.environment.description, Fields.volumes.description, Fields.logs.description,
            Fields.deploy.description,
            Fields.stopGrace.description,
        ])

    init?(from reader: inout ObjectReader) {
        title = reader.optional(Fields.title)
        let directory = reader.value(Fields.directory)
        let source = reader.value(Fields.source)
        let command = reader.value(Fields.command)
        project = reader.optional(Fields.project)
        let port = reader.value(Fields.port)
        let containerPort = reader.optional(Fields.containerPort)
        let bind = reader.value(Fields.bind)
        let routes = reader.value(Fields.routes)
        let serves = reader.value(Fields.serves)
        let calls = reader.value(Fields.calls)
        memory = reader.optional(Fields.memory)
        let cpus = reader.value(Fields.cpus)
        let pids = reader.value(Fields.pids)
        let disk = reader.value(Fields.disk)
        user = reader.optional(Fields.user)
        let readOnly = reader.value(Fields.readOnly)
        let tmpfs = reader.value(Fields.tmpfs)
        let capabilities = reader.value(Fields.capabilities)
        let health = reader.value(Fields.health)
        let environment = reader.value(Fields.environment)
        let volumes = reader.value(Fields.volumes)
        let logs = reader.value(Fields.logs)
        let deploy = reader.value(Fields.deploy)
        let stopGrace = reader.value(Fields.stopGrace)
        guard let directory, let source, let command, let port, let bind, let routes, let serves, let calls, let cpus,
            let pids, let disk, let readOnly, let tmpfs, let capabilities, let health, let environment, let volumes,
            let logs, let deploy, let stopGrace
        else { return nil }
        id = .unnamed
        (self.directory, self.source, self.command) = (directory.path, source, command)
        (self.port, self.containerPort, self.bind) = (port, containerPort ?? port, bind)
        (self.routes, self.serves, self.calls) = (routes, serves, calls)
        (self.cpus, self.pids, self.disk, self.readOnly, self.tmpfs) = (cpus, pids, disk, readOnly, tmpfs)
        (self.capabilities, self.health, self.environment) = (capabilities, health, environment)
        self.volumes = volumes.map { $0.value.named($0.key) }
        (self.logs, self.deploy, self.stopGrace) = (logs, deploy, stopGrace)
        rejectImpossible(&reader)
    }

    /// Docker's smallest limit, and places that belong to the system.
    private func rejectImpossible(_ reader: inout ObjectReader) {
        if let memory, memory < Self.smallestMemory || memory < tmpfs {
            reader.fail(
                .valueOutOfRange,
                "a memory limit of \(memory.text) is below Docker's 6M, or less than the \(tmpfs.text) of `tmpfs`",
                help: "`/tmp` counts against the limit: raise `memory` or lower `tmpfs`")
        }
        let places = [directory] + volumes.map { $0.path.resolved(in: directory) }
        if let place = places.first(where: \.belongsToSystem) {
            reader.fail(
                .invalidPath, "`\(place.text)` belongs to the system",
                help: "keep apps and their data below /opt or /srv")
        }
    }

    /// dockerd refuses less when it makes the container (measured with dockerd 26.1).
    private static let smallestMemory = ByteSize.mebibytes(6)
}
