/// The resolved machine: a spec with everything that follows from it, derived once.
///
/// Checks and emitters read only this, so a name, an address or a sum cannot differ between two artifacts.
package struct Host: Sendable {
    package let spec: Spec
    package let apps: [HostedApp]
    package let memory: MemoryBudget
    package let cpu: CPUBudget
    package let disk: DiskBudget
    /// What listens on the host, in the order of the spec; nginx and sshd first.
    package let listeners: [Listener]
    /// The ports that the firewall opens, SSH first.
    package let openPorts: [OpenPort]
    /// What cron runs.
    package let jobs: [ScheduledJob]

    package init(_ spec: Spec) {
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
    package var certificateDirectory: String { "/etc/letsencrypt/live/\(spec.domain.text)" }
}

/// An app with the names and places that follow from its spec.
package struct HostedApp: Sendable {
    package let app: App
    package let path: SpecPath
    /// The Compose project, as Compose normalises it.
    package let project: String
    /// The systemd unit without its suffix.
    package let unit: String
    /// The name of the nginx upstream.
    package let upstream: String
    package let composeFile: FilePath
    package let environmentFile: FilePath?
    package let volumes: [HostedVolume]

    /// The name of the one service in the Compose file.
    package static let service = "app"

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
    package var title: String { app.title ?? app.id.text }
    /// Where the health check asks on the host.
    package var healthURL: String { "http://\(upstreamAddress)\(app.health.path.text)" }
    /// The address and port that nginx connects to.
    package var upstreamAddress: String {
        // What listens on every address is reached on loopback; only a host name stays as written.
        guard let address = try? IPAddress.parse(app.bind) else { return "\(app.bind):\(app.port.text)" }
        return (address.isUnspecified ? IPAddress.loopback : address).bracketed + ":\(app.port.text)"
    }
    /// The image that runs: pulled, or built under a local name.
    package var image: String {
        switch app.source {
        case .image(let image, _): image.text
        case .build: "\(project)-\(HostedApp.service):latest"
        }
    }
}

/// A volume with its place on the host.
package struct HostedVolume: Sendable {
    package let volume: Volume
    package let path: SpecPath
    package let directory: FilePath
}

extension FilePath {
    fileprivate static let compose = FilePath(text: "compose.yaml")
}
