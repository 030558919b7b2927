internal import Spec

/// An app that the world reaches without nginx.
enum PortPublishedPublicly: Check {
    static let description = CheckDescription(
        id: "port-published-publicly", area: .exposure,
        summary: "Apps are published on loopback, where only nginx reaches them.",
        reason: """
            Docker's own packet rules come before the firewall's: a port published on any other address answers the whole \
            internet, without TLS and without the proxy's limits, whatever UFW denies (Docker documentation, packet \
            filtering; measured with dockerd 26.1 and ufw 0.36).
            """,
        bad: .fragment(
            """
            apps:
              voice: { bind: 0.0.0.0 }
            """),
        good: .fragment(
            """
            apps:
              voice: { bind: 127.0.0.1 }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.apps.compactMap { app in
            // A name instead of an address is reported by `upstream-localhost`.
            guard let address = try? IPAddress.parse(app.app.bind), !address.isLoopback else { return nil }
            return .publishedPublicly(app, address)
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func publishedPublicly(_ app: HostedApp, _ address: IPAddress) -> Finding {
        Finding(
            "app `\(app.app.id.text)` is published on \(address.bracketed):\(app.app.port.text), past nginx and the firewall",
            at: app.path["bind"], label: "not loopback", related: [(app.path["port"], "the published port")],
            note: "Docker's packet rules come before those of UFW, so no rule there closes it",
            help: "write `127.0.0.1`, or leave it out")
    }
}
