/// The resolved machine: a spec with everything that follows from it, derived once.
///
/// Checks and emitters read only this, so a name, an address or a sum cannot differ between two artifacts.
public struct Host: Sendable {
    public let spec: Spec
    public let apps: [HostedApp]
    public let memory: MemoryBudget
    public let cpu: CPUBudget
    public let disk: DiskBudget
    /// What listens on the host, in the order of the spec; nginx and sshd first.
    public let listeners: [Listener]
    /// The ports that the firewall opens, SSH first.
    public let openPorts: [OpenPort]
    /// What cron runs.
    public let jobs: [ScheduledJob]

    public init(_ spec: Spec) {
        self.spec = spec
        apps = spec.apps.map(HostedApp.init)
        memory = MemoryBudget(spec)
        cpu = CPUBudget(spec)
        disk = DiskBudget(spec)
        listeners = Listener.all(of: spec)
        openPorts = OpenPort.all(of: spec)
        jobs = ScheduledJob.all(of: spec)
    }

    /// The directory of the certificate that nginx uses.
    public var certificateDirectory: String { "/etc/letsencrypt/live/\(spec.domain.text)" }
}

/// An app with the names and places that follow from its spec.
public struct HostedApp: Sendable {
    public let app: App
    public let path: SpecPath
    /// The Compose project, as Compose normalises it.
    public let project: String
    /// The systemd unit without its suffix.
    public let unit: String
    /// The name of the nginx upstream.
    public let upstream: String
    public let composeFile: FilePath
    public let environmentFile: FilePath?
    public let volumes: [HostedVolume]

    /// The name of the one service in the Compose file.
    public static let service = "app"

    init(_ app: App) {
        self.app = app
        path = .app(app.id.text)
        project = HostedApp.normalizedProject(app.project ?? app.id.text)
        unit = "nagaya-\(app.id.text)"
        upstream = "app_" + app.id.text.replacing("-", with: "_")
        composeFile = FilePath.compose.resolved(in: app.directory)
        environmentFile = app.environment.file?.resolved(in: app.directory)
        volumes = app.volumes.map { volume in
            HostedVolume(
                volume: volume, path: SpecPath("apps", app.id.text, "volumes", volume.id.text),
                directory: volume.path.resolved(in: app.directory))
        }
    }

    /// A project name as Compose reads it: lower case, letters, digits, `_` and `-`, none of these two first.
    ///
    /// Source: compose-go `NormalizeProjectName`.
    static func normalizedProject(_ name: String) -> String {
        let kept = name.lowercased().unicodeScalars.filter { scalar in
            switch scalar {
            case "a"..."z", "0"..."9", "_", "-": true
            default: false
            }
        }
        return String(String.UnicodeScalarView(kept.drop { $0 == "_" || $0 == "-" }))
    }

    /// The name that people read.
    public var title: String { app.title ?? app.id.text }
    /// Where the health check asks on the host.
    public var healthURL: String { "http://\(upstreamAddress)\(app.health.path.text)" }
    /// The address and port that nginx connects to.
    public var upstreamAddress: String {
        // What listens on every address is reached on loopback; only a host name stays as written.
        guard let address = try? IPAddress.parse(app.bind) else { return "\(app.bind):\(app.port.text)" }
        return (address.isUnspecified ? IPAddress.loopback : address).bracketed + ":\(app.port.text)"
    }
    /// The image that runs: pulled, or built under a local name.
    public var image: String {
        switch app.source {
        case .image(let image, _): image.text
        case .build: "\(project)-\(HostedApp.service):latest"
        }
    }
}

/// A volume with its place on the host.
public struct HostedVolume: Sendable {
    public let volume: Volume
    public let path: SpecPath
    public let directory: FilePath
}

extension FilePath {
    fileprivate static let compose = FilePath(text: "compose.yaml")
}
