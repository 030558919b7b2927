internal import Spec

/// An app whose systemd unit would be one of Nagaya's own.
enum UnitNameClash: Check {
    static let description = CheckDescription(
        id: "unit-name-clash", area: .names,
        summary: "No app has the name of a unit or job that Nagaya itself installs.",
        reason: """
            An app runs as the unit `nagaya-NAME.service`. An app called `monitor` would overwrite the unit that watches \
            the machine, and one of the two would silently not run.
            """,
        bad: .fragment(
            """
            apps:
              monitor:
                directory: /opt/monitor
                source: { image: ghcr.io/owner/monitor:1.0.0, base: debian:12-slim }
                port: 8003
                routes: [{ path: /api/monitor/ }]
                memory: 16M
                cpus: 0.1
                disk: 1G
                health: { path: /health }
            """),
        good: .fragment(
            """
            apps:
              uptime:
                directory: /opt/monitor
                source: { image: ghcr.io/owner/monitor:1.0.0, base: debian:12-slim }
                port: 8003
                routes: [{ path: /api/monitor/ }]
                memory: 16M
                cpus: 0.1
                disk: 1G
                health: { path: /health }
            """))

    /// What Nagaya's own units, jobs and programs are called, after `nagaya-`.
    private static let reserved = ["monitor", "backup", "restore", "restore-drill", "deploy", "firewall", "notify"]

    static func findings(in host: Host) -> [Finding] {
        var firsts: [String: HostedApp] = [:]
        var findings: [Finding] = []
        for app in host.apps {
            if reserved.contains(app.app.id.text) {
                findings.append(.ownUnit(app))
            } else if let first = firsts[app.unit] {
                findings.append(.sharedUnit(app, first))
            }
            firsts[app.unit] = firsts[app.unit] ?? app
        }
        return findings
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func ownUnit(_ app: HostedApp) -> Finding {
        Finding(
            "app `\(app.app.id.text)` would run as `\(app.unit)`, which is Nagaya's own name", at: app.path,
            label: "reserved", note: "the job of that name would no longer run", help: "give the app another name")
    }

    fileprivate static func sharedUnit(_ app: HostedApp, _ first: HostedApp) -> Finding {
        Finding(
            "apps `\(first.app.id.text)` and `\(app.app.id.text)` are one systemd unit: `\(app.unit)`", at: app.path,
            label: "unit `\(app.unit)` again", related: [(first.path, "first used here")],
            help: "give one of them another name")
    }
}
