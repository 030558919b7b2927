internal import Spec

/// A bind address that is a name.
enum UpstreamLocalhost: Check {
    static let description = CheckDescription(
        id: "upstream-localhost", area: .reach,
        summary: "`bind` is an address, not a host name.",
        reason: """
            `localhost` is 127.0.0.1 to one program and ::1 to another. nginx takes every address that the name has and \
            asks them in turn, so every other request meets a closed port; Docker does not publish on a name at all.
            """,
        bad: .fragment(
            """
            apps:
              voice: { bind: localhost }
            """),
        good: .fragment(
            """
            apps:
              voice: { bind: 127.0.0.1 }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.apps.compactMap { app in
            (try? IPAddress.parse(app.app.bind)) == nil ? .bindsName(app) : nil
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func bindsName(_ app: HostedApp) -> Finding {
        Finding(
            "`bind` of app `\(app.app.id.text)` is the name `\(app.app.bind)`, not an address", at: app.path["bind"],
            label: "may be 127.0.0.1 or ::1",
            note: "Docker publishes ports on addresses only, and nginx would ask each address that the name has",
            help: "write `127.0.0.1`, or leave it out")
    }
}
