internal import Spec

/// Two programs that listen on the same port of the host.
enum PortClash: Check {
    static let description = CheckDescription(
        id: "port-clash", area: .names,
        summary: "No two programs listen on the same port of the host: apps, nginx on 80 and 443, sshd.",
        reason: """
            Only one process can listen on an address and port. Docker leaves the second container in the state \
            `Created`, and `docker compose up` fails half-way (measured with dockerd 26.1). An address that stands for \
            all, such as `0.0.0.0`, clashes with every other on the same port.
            """,
        bad: .fragment(
            """
            apps:
              voice: { port: 8001 }
            """),
        good: .fragment(
            """
            apps:
              voice: { port: 8003 }
            """))

    static func findings(in host: Host) -> [Finding] {
        var places: [Place: Listeners] = [:]
        var findings: [Finding] = []
        let taken = Set(host.listeners.map(\.port))
        for listener in host.listeners {
            let place = Place(port: listener.port, transport: listener.transport)
            if let earlier = places[place]?.firstClash(with: listener) {
                findings.append(.clash(of: listener, with: earlier, taken: taken))
            }
            places[place, default: Listeners()].add(listener)
        }
        return findings
    }

    private struct Place: Hashable {
        let port: Port
        let transport: TransportProtocol
    }

    /// The listeners of one port, as many as are needed to find a clash without comparing every pair.
    private struct Listeners {
        private var first: Listener?
        /// The first that listens on all addresses, or on a name that may be any.
        private var firstWide: Listener?
        private var byAddress: [IPAddress: Listener] = [:]

        func firstClash(with listener: Listener) -> Listener? {
            // What is wide clashes with the first; what is not, with the first wide one or with its own address.
            let candidates = [first, firstWide, listener.address.flatMap { byAddress[$0] }]
            return candidates.lazy.compactMap { $0 }.first { $0.clashes(with: listener) }
        }

        mutating func add(_ listener: Listener) {
            first = first ?? listener
            guard let address = listener.address, !address.isUnspecified else {
                firstWide = firstWide ?? listener
                return
            }
            if byAddress[address] == nil { byAddress[address] = listener }
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func clash(of listener: Listener, with earlier: Listener, taken: Set<Port>) -> Finding {
        // Of nginx and sshd only the latter's port can be chosen.
        let (later, first) = listener.owner == "nginx" ? (earlier, listener) : (listener, earlier)
        var free = Port.firstForApps
        while taken.contains(free) { free = free.next }
        let isNginx = first.owner == "nginx"
        return Finding(
            "host port \(later.port.text) is taken twice: by \(first.owner) and by \(later.owner)", at: later.path,
            label: "also taken by \(later.owner)",
            related: [
                (
                    first.path,
                    isNginx ? "nginx listens on 80 and 443 for this name" : "first taken here, by \(first.owner)"
                )
            ],
            note: first.address.map { "two processes cannot listen on \($0.bracketed):\(first.port.text)" },
            help: "\(free.text) is the next free port in this spec")
    }
}

extension Port {
    /// Where the ports of apps begin by custom; never nil.
    fileprivate static let firstForApps = Port(8001) ?? .http
}
