/// One app: a container, its port, its place on the web, its share of the machine and its state.
package struct App: Sendable {
    /// The key under `apps`.
    package internal(set) var id: Name
    package let title: String?
    package let directory: FilePath
    package let source: ImageSource
    /// Replaces the image's own command.
    package let command: [String]
    /// The Compose project; nil means the app's name.
    package let project: String?
    /// The port on the host.
    package let port: Port
    package let containerPort: Port
    /// The host address that the port is published on, as written.
    package let bind: String
    package let routes: [Route]
    package let serves: [RequestPattern]
    package let calls: [RequestPattern]
    /// Nil is reported by `memory-limit-missing`.
    package let memory: ByteSize?
    package let cpus: CPUShare
    /// How many processes and threads it may have.
    package let pids: Int
    package let disk: ByteSize
    /// User and group id in the container and of its directories; nil means the image's own user.
    package let user: Int?
    package let readOnly: Bool
    /// The size of `/tmp`, which counts against the memory limit.
    package let tmpfs: ByteSize
    package let capabilities: [Capability]
    package let health: Health
    package let environment: Environment
    package let volumes: [Volume]
    package let logs: ContainerLogs
    package let deploy: Deployment
    package let stopGrace: Duration

    /// The same app under the key it was found at.
    func named(_ id: Name) -> App {
        var app = self
        app.id = id
        return app
    }

    /// What an app may be given back after all capabilities were dropped (capabilities(7)).
    package enum Capability: String, CaseIterable, Sendable {
        case chown = "CHOWN"
        case dacOverride = "DAC_OVERRIDE"
        case fowner = "FOWNER"
        case kill = "KILL"
        case netBindService = "NET_BIND_SERVICE"
        case setgid = "SETGID"
        case setuid = "SETUID"
    }
}

/// Where an app's image comes from.
package enum ImageSource: Sendable {
    /// Pulled from a registry.
    case image(ImageReference, base: ImageReference?)
    /// Built on the server.
    case build(Build)

    /// A build on the server.
    package struct Build: Sendable {
        /// The directory with the Dockerfile, relative to the app's.
        package let context: FilePath
        package let dockerfile: FilePath
        package let base: ImageReference?
        /// What the build needs at its peak.
        package let memory: ByteSize
    }

    /// The image that decides which commands exist: the declared base, or else the image itself.
    package var base: ImageReference? {
        switch self {
        case .image(let image, let base): base ?? image
        case .build(let build): build.base
        }
    }
}

/// How the container's own output is kept.
package struct ContainerLogs: Sendable {
    package let size: ByteSize
    package let files: Int
}

/// How a new version replaces the old one.
package struct Deployment: Sendable {
    /// Images kept besides the running one, for rollback.
    package let keepImages: Int
    /// How long the new version may take until it is healthy.
    package let timeout: Duration
}

extension ImageSource: SpecObject {
    enum Fields {
        static let image = Field.optional(
            "image", ValueType<ImageReference>.scalar, "An image to pull.", example: "ghcr.io/owner/editor:1.2.0")
        static let build = Field.optional(
            "build", ValueType<FilePath>.scalar, "A directory to build on the server; give `image` or `build`.",
            example: "./api")
        static let dockerfile = Field.defaulted(
            "dockerfile", ValueType<FilePath>.scalar, FilePath.dockerfile, "The Dockerfile of a build.",
            example: "Dockerfile")
        static let base = Field.optional(
            "base", ValueType<ImageReference>.scalar,
            "The image it is built on, which tells which commands exist in it.", example: "node:22-alpine")
        static let memory = Field.defaulted(
            "memory", ValueType<ByteSize>.scalar, .gibibytes(1),
            "What a build needs at its peak; a bundler needs about 1 GB.",
            example: "1G")
    }

    static let schema = ObjectSchema(
        name: "Source", noun: "the source",
        summary: "Where the image comes from: a registry, or a build on the server.",
        fields: [
            Fields.image.description, Fields.build.description, Fields.dockerfile.description, Fields.base.description,
            Fields.memory.description,
        ])

    init?(from reader: inout ObjectReader) {
        let image = reader.optional(Fields.image)
        let context = reader.optional(Fields.build)
        let base = reader.optional(Fields.base)
        let isBuild = reader.contains(Fields.build)
        if isBuild == reader.contains(Fields.image) {
            let found = isBuild ? "both `image` and `build`" : "neither `image` nor `build`"
            reader.fail(.missingKey, "the source has \(found)", help: "give one of them")
        }
        guard isBuild else {
            guard let image else { return nil }
            self = .image(image, base: base)
            return
        }
        let dockerfile = reader.value(Fields.dockerfile)
        let memory = reader.value(Fields.memory)
        guard let context, let dockerfile, let memory else { return nil }
        self = .build(Build(context: context, dockerfile: dockerfile, base: base, memory: memory))
    }
}

extension ContainerLogs: SpecObject {
    enum Fields {
        static let size = Field.defaulted(
            "size", ValueType<ByteSize>.scalar, .mebibytes(10), "The size at which Docker begins a new file.",
            example: "10M")
        static let files = Field.defaulted(
            "files", .integer(1...100), 3, "How many files are kept.", example: "3")
    }

    static let schema = ObjectSchema(
        name: "Logs", noun: "the container's logs", summary: "How the container's own output is kept.",
        fields: [Fields.size.description, Fields.files.description])

    init?(from reader: inout ObjectReader) {
        let size = reader.value(Fields.size)
        let files = reader.value(Fields.files)
        guard let size, let files else { return nil }
        (self.size, self.files) = (size, files)
    }
}

extension Deployment: SpecObject {
    enum Fields {
        static let keepImages = Field.defaulted(
            "keep_images", .integer(1...20), 2, "Images kept besides the running one, for rollback.",
            example: "2")
        static let timeout = Field.defaulted(
            "timeout", ValueType<Duration>.scalar, Duration(seconds: 120),
            "How long a new version may take until it is healthy.",
            example: "120s")
    }

    static let schema = ObjectSchema(
        name: "Deploy", noun: "the deployment", summary: "How a new version replaces the old one.",
        fields: [Fields.keepImages.description, Fields.timeout.description])

    init?(from reader: inout ObjectReader) {
        let keepImages = reader.value(Fields.keepImages)
        let timeout = reader.value(Fields.timeout)
        guard let keepImages, let timeout else { return nil }
        (self.keepImages, self.timeout) = (keepImages, timeout)
    }
}
