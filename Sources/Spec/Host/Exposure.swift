/// Something that listens on the host.
package struct Listener: Sendable {
    /// `nginx`, `sshd`, `app "editor"`.
    package let owner: String
    /// Nil where the app names no address but a host name.
    package let address: IPAddress?
    package let port: Port
    package let transport: TransportProtocol
    package let path: SpecPath

    static func all(of spec: Spec) -> [Listener] {
        let everywhere = try? IPAddress.parse("0.0.0.0")
        var listeners = [
            Listener(
                owner: "sshd", address: everywhere, port: spec.machine.ssh.port, transport: .tcp,
                path: SpecPath("host", "ssh", "port")),
            Listener(owner: "nginx", address: everywhere, port: .http, transport: .tcp, path: SpecPath("domain")),
            Listener(owner: "nginx", address: everywhere, port: .https, transport: .tcp, path: SpecPath("domain")),
        ]
        for app in spec.apps {
            let address = try? IPAddress.parse(app.bind)
            listeners.append(
                Listener(
                    owner: "app `\(app.id.text)`", address: address, port: app.port, transport: .tcp,
                    path: .app(app.id.text)["port"]))
        }
        return listeners
    }

    /// Whether the two cannot listen at once.
    ///
    /// Measured with dockerd 26.1: an unspecified address clashes with every other on the same port and protocol, of the
    /// other family too; two different specific addresses do not clash.
    package func clashes(with other: Listener) -> Bool {
        guard port == other.port, transport == other.transport else { return false }
        guard let address, let otherAddress = other.address else { return true }
        return address == otherAddress || address.isUnspecified || otherAddress.isUnspecified
    }
}

/// A port that the firewall opens to the world.
package struct OpenPort: Sendable {
    package let rule: PortRule
    /// What listens there: `SSH`, `HTTP`, `HTTPS`, or `allowed by the spec`.
    package let purpose: String
    /// The networks that may connect; empty means any.
    package let from: [AddressRange]
    /// Whether new connections of one address are rate-limited (ufw's `limit`: six in 30 seconds).
    package let isLimited: Bool

    static func all(of spec: Spec) -> [OpenPort] {
        let ssh = spec.machine.ssh
        var ports = [
            OpenPort(rule: PortRule(ssh.port), purpose: "SSH", from: ssh.from, isLimited: ssh.from.isEmpty),
            OpenPort(
                rule: PortRule(.http), purpose: "HTTP, for certificates and the redirect", from: [], isLimited: false),
            OpenPort(rule: PortRule(.https), purpose: "HTTPS", from: [], isLimited: false),
        ]
        for rule in spec.firewall.allow where !ports.contains(where: { $0.rule == rule }) {
            ports.append(OpenPort(rule: rule, purpose: "allowed by the spec", from: [], isLimited: false))
        }
        return ports
    }
}
