/// What is known about the commands in a base image.
///
/// From the Dockerfiles of Docker's official images (docker-library, November 2026): Alpine has BusyBox and so `wget`, but
/// no curl; the plain language images stand on buildpack-deps, which has curl and wget; the slim ones on Debian without
/// both; distroless images and `scratch` have no shell.
package struct ImageContents: Sendable {
    /// The system that an image stands on.
    package enum Family: Sendable {
        case alpine
        /// Debian or Ubuntu, with bash.
        case debian
        /// No shell and no tools.
        case bare
    }

    package let family: Family
    private let extra: [String]

    /// - Returns: nil if nothing is known about the image.
    package init?(of image: ImageReference) {
        let tag = image.tag ?? "latest"
        let name = image.shortName
        let runtime = Self.runtimes[name]
        if image.repository.containsBytes(of: "distroless") || name == "scratch" || name == "static" {
            (family, extra) = (.bare, [])
        } else if name == "alpine" || name == "busybox" || (runtime != nil && tag.containsBytes(of: "alpine")) {
            (family, extra) = (.alpine, runtime ?? [])
        } else if Self.debians.contains(name) {
            (family, extra) = (.debian, [])
        } else if let runtime {
            let isSlim = tag.containsBytes(of: "slim")
            (family, extra) = (.debian, runtime + (isSlim || Self.slimOnly.contains(name) ? [] : ["curl", "wget"]))
        } else {
            return nil
        }
    }

    private static let debians = ["debian", "ubuntu"]
    private static let slimOnly = ["swift", "nginx", "postgres", "redis"]
    /// What each language image adds, by the last segment of its name.
    private static let runtimes: [String: [String]] = [
        "node": ["node", "npm"], "python": ["python", "python3"], "golang": ["go"], "ruby": ["ruby"], "php": ["php"],
        "rust": ["cargo"], "swift": [], "nginx": ["nginx"], "postgres": ["pg_isready", "psql"], "redis": ["redis-cli"],
    ]
    private static let busybox = ["sh", "ash", "wget", "nc", "cat", "test", "grep", "ps", "true", "false", "env"]
    private static let debianTools = ["sh", "bash", "cat", "test", "grep", "true", "false", "env", "perl"]

    /// Whether a command, named without its directory, is in the image.
    package func has(_ command: String) -> Bool {
        switch family {
        case .alpine: Self.busybox.contains(command) || extra.contains(command)
        case .debian: Self.debianTools.contains(command) || extra.contains(command)
        case .bare: false
        }
    }
}

extension HostedApp {
    /// The command that Docker runs in the container to see that the app works; nil if no command is known to exist there.
    package var healthCommand: [String]? {
        if !app.health.command.isEmpty { return app.health.command }
        guard let base = app.source.base, let contents = ImageContents(of: base) else { return nil }
        let port = app.containerPort.text
        switch contents.family {
        case .alpine:
            return ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:\(port)\(app.health.path.text)"]
        case .debian:
            // Only bash's own commands: the slim images have neither curl nor wget.
            let request = "printf 'GET \(app.health.path.text) HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n' >&3"
            return [
                "bash", "-c",
                "exec 3<>/dev/tcp/127.0.0.1/\(port) && \(request) && read -r _ status _ <&3 && [ \"$status\" = 200 ]",
            ]
        case .bare: return nil
        }
    }
}
