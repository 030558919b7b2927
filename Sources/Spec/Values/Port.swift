/// A TCP or UDP port, 1 to 65535.
package struct Port: ScalarValue, Comparable {
    package let number: UInt16

    /// - Returns: nil outside 1 to 65535.
    package init?(_ number: Int) {
        guard let port = UInt16(exactly: number), port > 0 else { return nil }
        self.number = port
    }

    private init(known number: UInt16) {
        self.number = number
    }

    package static let ssh = Port(known: 22)
    package static let http = Port(known: 80)
    package static let https = Port(known: 443)

    package static let rule: RuleID = "invalid-port"
    package static let expectation = "a port, 1 to 65535"
    package static var jsonTypes: [String] { ["integer"] }

    package static func parse(_ text: String) throws(InvalidValue) -> Port {
        var scanner = ASCIIScanner(text)
        guard let number = scanner.integer(), scanner.isAtEnd else {
            throw InvalidValue("`\(text)` is not a port number")
        }
        guard let port = Port(number) else { throw InvalidValue("port \(text) is outside 1–65535") }
        return port
    }

    package var text: String { String(number) }

    package static func < (left: Port, right: Port) -> Bool { left.number < right.number }

    /// The next higher port; after 65535 comes 1024, the first that needs no privilege.
    package var next: Port { Port(known: number == .max ? 1024 : number + 1) }
}

/// A transport protocol.
package enum TransportProtocol: String, Sendable, Hashable {
    case tcp
    case udp
}

/// A port with its protocol, as firewalls name it: `443/udp`; without a protocol it is TCP.
package struct PortRule: ScalarValue {
    package let port: Port
    package let transport: TransportProtocol

    package init(_ port: Port, _ transport: TransportProtocol = .tcp) {
        self.port = port
        self.transport = transport
    }

    package static let rule: RuleID = "invalid-port"
    package static let expectation = "a port with an optional protocol, such as `443/udp`"
    package static var pattern: String? { "^[0-9]{1,5}(/(tcp|udp))?$" }
    package static var jsonTypes: [String] { ["string", "integer"] }

    package static func parse(_ text: String) throws(InvalidValue) -> PortRule {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let port = try Port.parse(String(parts[0]))
        guard parts.count == 2 else { return PortRule(port) }
        guard let transport = TransportProtocol(rawValue: String(parts[1])) else {
            throw InvalidValue(
                "`\(parts[1])` is not a protocol that a firewall rule can name", help: "write `tcp` or `udp`")
        }
        return PortRule(port, transport)
    }

    package var text: String { "\(port.text)/\(transport.rawValue)" }
}
