internal import Spec

/// A health check that cannot run in its container.
enum HealthCommandNotInImage: Check {
    static let description = CheckDescription(
        id: "health-command-not-in-image", area: .processes,
        summary: "The health check runs a command that the image has.",
        reason: """
            Docker runs the check inside the container. Without its command the app is `unhealthy` for ever: every \
            deployment is rolled back and the monitor never rests. curl is in no Alpine and no slim image; `wget` is in \
            Alpine's BusyBox, and bash itself can ask in Debian's (docker-library Dockerfiles). Of an image whose base is \
            not named, no command can be known.
            """,
        bad: .fragment(
            """
            apps:
              voice:
                source: { base: node:20-alpine }
                health: { command: [curl, -f, "http://localhost:8002/health"] }
            """),
        good: .fragment(
            """
            apps:
              voice:
                source: { base: node:20-alpine }
                health: { command: [wget, -q, -O, /dev/null, "http://127.0.0.1:8002/health"] }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.apps.compactMap { app in
            let contents = app.app.source.base.flatMap { ImageContents(of: $0) }
            guard !app.app.health.command.isEmpty else {
                return app.healthCommand == nil ? .noCommandKnown(app, contents) : nil
            }
            guard let contents, let base = app.app.source.base else { return nil }
            let missing = HealthCommands(app.app.health.command).all.first { !contents.has($0) }
            return missing.map { .notInImage($0, base, app) }
        }
    }
}

/// The well-known programs that a health check runs.
private struct HealthCommands {
    /// In the order in which they run; only programs that some images have and others lack, or that every system has.
    ///
    /// Anything else may be the app's own program, of which nothing can be known.
    let all: [String]

    private static let known: Set<String> = [
        "curl", "wget", "nc", "bash", "sh", "ash", "node", "npm", "python", "python3", "perl", "ruby", "php", "go",
        "pg_isready", "psql", "redis-cli", "cat", "grep", "test", "ps",
    ]
    private static let shells: Set<String> = ["sh", "ash", "bash"]
    private static let systemDirectories: Set<String> = ["/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin"]

    init(_ command: [String]) {
        guard let first = command.first, let program = Self.program(first) else {
            all = []
            return
        }
        var commands = [program]
        if Self.shells.contains(program), let flag = command.firstIndex(of: "-c"), command.indices.contains(flag + 1) {
            commands += Self.programs(ofScript: command[flag + 1])
        }
        all = commands
    }

    /// The name of a known program; nil for what may be the app's own.
    private static func program(_ text: String) -> String? {
        guard let slash = text.lastIndex(of: "/") else { return known.contains(text) ? text : nil }
        let name = String(text[text.index(after: slash)...])
        return systemDirectories.contains(String(text[..<slash])) && known.contains(name) ? name : nil
    }

    /// The programs at the beginning of each command of a shell script.
    private static func programs(ofScript script: String) -> [String] {
        // A quoted text may hold anything; what stands in quotes is no command of these simple scripts.
        let unquoted = script.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "" }.joined()
        let commands = unquoted.split { "&|;\n(){}".contains($0) }
        return commands.compactMap { command in
            let words = command.split(separator: " ").map(String.init)
            return words.first { !$0.contains("=") && $0 != "exec" && $0 != "!" }.flatMap(program)
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func notInImage(_ command: String, _ base: ImageReference, _ app: HostedApp) -> Finding {
        let isShellLess = ImageContents(of: base)?.family == .bare
        return Finding(
            "the health check of app `\(app.app.id.text)` runs `\(command)`, which `\(base.text)` does not have",
            at: app.path["health"]["command"], label: "always unhealthy",
            related: [(app.path["source"]["base"], "the image's base")],
            note: isShellLess
                ? "this image has no shell and no tools" : "Docker runs the check inside the container",
            help: isShellLess
                ? "give the app's own program with a check of its own"
                : "leave `command` out: a check is chosen that the base has")
    }

    fileprivate static func noCommandKnown(_ app: HostedApp, _ contents: ImageContents?) -> Finding {
        let base = app.app.source.base
        let name = base.map { "`\($0.text)`" } ?? "the built image"
        guard contents != nil else {
            return Finding(
                "no command for the health check of app `\(app.app.id.text)` is known: nothing is known about \(name)",
                at: app.path["health"], label: "how Docker sees that it works",
                related: [(app.path["source"], "the image")],
                help: "name what it stands on, such as `base: debian:12-slim`, or give `command`")
        }
        return Finding(
            "the health check of app `\(app.app.id.text)` has nothing to run: \(name) has no shell and no tools",
            at: app.path["health"], label: "how Docker sees that it works",
            related: [(app.path["source"], "the image")],
            help: "give `command` with the app's own program, such as `[/app/server, health]`")
    }
}
