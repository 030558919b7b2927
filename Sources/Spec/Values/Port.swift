/// A TCP or UDP port, 1 to 65535.
public struct Port: ScalarValue, Comparable {
    public let number: UInt16

    /// - Returns: nil outside 1 to 65535.
    public init?(_ number: Int) {
        guard let port = UInt16(exactly: number), port > 0 else { return nil }
        self.number = port
    }

    private init(known number: UInt16) {
        self.number = number
    }

    public static let ssh = Port(known: 22)
    public static let http = Port(known: 80)
    public static let https = Port(known: 443)

    public static let rule: RuleID = "invalid-port"
    public static let expectation = "a port, 1 to 65535"
    public static var jsonTypes: [String] { ["integer"] }

    public static func parse(_ text: String) throws(InvalidValue) -> Port {
        var scanner = ASCIIScanner(text)
        guard let number = scanner.integer(), scanner.isAtEnd else {
            throw InvalidValue("`\(text)` is not a port number")
        }
        guard let port = Port(number) else { throw InvalidValue("port \(text) is outside 1–65535") }
        return port
    }

    public var text: String { String(number) }

    public static func < (left: Port, right: Port) -> Bool { left.number < right.number }

    /// The next higher port; after 65535 comes 1024, the first that needs no privilege.
    public var next: Port { Port(known: number == .max ? 1024 : number + 1) }
}

/// A transport protocol.
public enum TransportProtocol: String, Sendable, Hashable {
    case tcp
    case udp
}

/// A port with its protocol, as firewalls name it: `443/udp`; without a protocol it is TCP.
public struct PortRule: ScalarValue {
    public let port: Port
    public let transport: TransportProtocol

    public init(_ port: Port, _ transport: TransportProtocol = .tcp) {
        self.port = port
        self.transport = transport
    }

    public static let rule: RuleID = "invalid-port"
    public static let expectation = "a port with an optional protocol, such as `443/udp`"
    public static var pattern: String? { "^[0-9]{1,5}(/(tcp|udp))?$" }
    public static var jsonTypes: [String] { ["string", "integer"] }

    public static func parse(_ text: String) throws(InvalidValue) -> PortRule {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let port = try Port.parse(String(parts[0]))
        guard parts.count == 2 else { return PortRule(port) }
        guard let transport = TransportProtocol(rawValue: String(parts[1])) else {
            throw InvalidValue("`\(parts[1])` is not a protocol that a firewall rule can name", help: "write `tcp` or `udp`")
        }
        return PortRule(port, transport)
    }

    public var text: String { "\(port.text)/\(transport.rawValue)" }
}
