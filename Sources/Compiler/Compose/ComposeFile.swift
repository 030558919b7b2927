internal import Spec

/// One Compose file: a project with one service and a network of its own.
struct ComposeFile {
    /// The project's name.
    ///
    /// Always written: Compose would otherwise take the directory's, and two apps in directories
    /// called `backend` would be one project, each replacing the other's container.
    let name: String
    let serviceName: String
    let service: Service
    let network: String

    struct Service {
        let image: String
        /// Nil where the image is only pulled.
        let build: Build?
        let command: [String]
        /// `uid:gid`; nil means the image's own user.
        let user: String?
        /// As `address:port:container_port`.
        let ports: [String]
        let environmentFile: EnvironmentFile?
        let environment: [(name: String, value: String)]
        let volumes: [BindMount]
        let isReadOnly: Bool
        let tmpfs: [Tmpfs]
        let capabilities: [String]
        let limits: Limits
        let health: HealthCheck?
        let logging: Logging
        let stopGrace: Duration
    }

    struct Build {
        let context: String
        let dockerfile: String
    }

    struct EnvironmentFile {
        let path: String
        /// Whether values are taken byte for byte, quotes included (`format: raw`, since Compose 2.30).
        let isRaw: Bool
    }

    struct BindMount {
        let source: String
        let target: String
    }

    struct Tmpfs {
        let target: String
        let size: ByteSize
    }

    struct Limits {
        let memory: ByteSize?
        let cpus: CPUShare
        let pids: Int
    }

    struct HealthCheck {
        /// Run without a shell.
        let command: [String]
        let interval: Duration
        let timeout: Duration
        let retries: Int
        let startPeriod: Duration
    }

    struct Logging {
        let size: ByteSize
        let files: Int
    }
}
