/// One app: a container, its port, its place on the web, its share of the machine and its state.
public struct App: Sendable {
    /// The key under `apps`.
    public internal(set) var id: Name
    public let title: String?
    public let directory: FilePath
    public let source: ImageSource
    /// Replaces the image's own command.
    public let command: [String]
    /// The Compose project; nil means the app's name.
    public let project: String?
    /// The port on the host.
    public let port: Port
    public let containerPort: Port
    /// The host address that the port is published on, as written.
    public let bind: String
    public let routes: [Route]
    public let serves: [RequestPattern]
    public let calls: [RequestPattern]
    /// Nil is reported by `memory-limit-missing`.
    public let memory: ByteSize?
    public let cpus: CPUShare
    /// How many processes and threads it may have.
    public let pids: Int
    public let disk: ByteSize
    /// User and group id in the container and of its directories; nil means the image's own user.
    public let user: Int?
    public let readOnly: Bool
    /// The size of `/tmp`, which counts against the memory limit.
    public let tmpfs: ByteSize
    public let capabilities: [Capability]
    public let health: Health
    public let environment: Environment
    public let volumes: [Volume]
    public let logs: ContainerLogs
    public let deploy: Deployment
    public let stopGrace: Duration

    /// The same app under the key it was found at.
    func named(_ id: Name) -> App {
        var app = self
        app.id = id
        return app
    }

    /// What an app may be given back after all capabilities were dropped (capabilities(7)).
    public enum Capability: String, CaseIterable, Sendable {
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
public enum ImageSource: Sendable {
    /// Pulled from a registry.
    case image(ImageReference, base: ImageReference?)
    /// Built on the server.
    case build(Build)

    /// A build on the server.
    public struct Build: Sendable {
        /// The directory with the Dockerfile, relative to the app's.
        public let context: FilePath
        public let dockerfile: FilePath
        public let base: ImageReference?
        /// What the build needs at its peak.
        public let memory: ByteSize
    }

    /// The image that decides which commands exist: the declared base, or else the image itself.
    public var base: ImageReference? {
        switch self {
        case .image(let image, let base): base ?? image
        case .build(let build): build.base
        }
    }
}

/// How the container's own output is kept.
public struct ContainerLogs: Sendable {
    public let size: ByteSize
    public let files: Int
}

/// How a new version replaces the old one.
public struct Deployment: Sendable {
    /// Images kept besides the running one, for rollback.
    public let keepImages: Int
    /// How long the new version may take until it is healthy.
    public let timeout: Duration
}

extension ImageSource: SpecObject {
    enum Fields {
        static let image = Field.optional(
            "image", ValueType<ImageReference>.scalar, "An image to pull.", example: "ghcr.io/owner/editor:1.2.0")
        static let build = Field.optional(
            "build", ValueType<FilePath>.scalar, "A directory to build on the server; give `image` or `build`.", example: "./api")
        static let dockerfile = Field.defaulted(
            "dockerfile", ValueType<FilePath>.scalar, FilePath.dockerfile, "The Dockerfile of a build.", example: "Dockerfile")
        static let base = Field.optional(
            "base", ValueType<ImageReference>.scalar,
            "The image it is built on, which tells which commands exist in it.", example: "node:22-alpine")
        static let memory = Field.defaulted(
            "memory", ValueType<ByteSize>.scalar, .gibibytes(1), "What a build needs at its peak; a bundler needs about 1 GB.",
            example: "1G")
    }

    static let schema = ObjectSchema(
        name: "Source", noun: "the source", summary: "Where the image comes from: a registry, or a build on the server.",
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
            "size", ValueType<ByteSize>.scalar, .mebibytes(10), "The size at which Docker begins a new file.", example: "10M")
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
            "timeout", ValueType<Duration>.scalar, Duration(seconds: 120), "How long a new version may take until it is healthy.",
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
