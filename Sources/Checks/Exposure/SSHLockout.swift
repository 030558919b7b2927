internal import Spec

/// A firewall that nobody can log in through.
enum SSHLockout: Check {
    static let description = CheckDescription(
        id: "ssh-lockout", area: .exposure, isWaivable: false,
        summary: "The firewall lets somebody reach sshd.",
        reason: """
            The firewall is applied over the very connection that it would cut. Without SSH the machine can only be mended \
            through the provider's console, if there is one.
            """,
        bad: .fragment(
            """
            firewall: { deny: [22] }
            """),
        good: .fragment(
            """
            host: { ssh: { from: [198.51.100.0/24] } }
            """))

    static func findings(in host: Host) -> [Finding] {
        let ssh = PortRule(host.spec.machine.ssh.port)
        var findings: [Finding] = []
        for (index, rule) in host.spec.firewall.deny.enumerated() where rule == ssh {
            findings.append(.deniesSSH(rule, at: SpecPath("firewall", "deny")[index]))
        }
        let ranges = host.spec.machine.ssh.from
        if !ranges.isEmpty, !ranges.contains(where: { host.spec.machine.isReached(from: $0) }) {
            findings.append(.noNetwork(host.spec.machine))
        }
        return findings
    }
}

extension Machine {
    /// Whether an administrator from a network can reach the machine: over a family that it has, and not from itself alone.
    fileprivate func isReached(from range: AddressRange) -> Bool {
        let isLoopback =
            range.family == .v4 ? range.text.hasPrefix("127.") : range.text == "::1" || range.text.hasPrefix("::1/")
        let hasFamily = address.family == range.family || ipv6?.family == range.family
        return hasFamily && !isLoopback
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func deniesSSH(_ rule: PortRule, at path: SpecPath) -> Finding {
        Finding(
            "the firewall denies \(rule.text), which is SSH: nobody could log in", at: path,
            label: "locks everybody out",
            related: [(SpecPath("host", "ssh", "port"), "the port of sshd")],
            help: "remove it; `host.ssh.from` limits who may connect")
    }

    fileprivate static func noNetwork(_ machine: Machine) -> Finding {
        let families =
            machine.ipv6 == nil
            ? "only \(machine.address.family == .v4 ? "an IPv4" : "an IPv6") address" : "addresses of both families"
        return Finding(
            "SSH is allowed from networks that cannot reach this machine: nobody could log in",
            at: SpecPath("host", "ssh", "from"),
            label: "locks everybody out", related: [(SpecPath("host", "address"), "the machine's address")],
            note: "the machine has \(families); loopback is the machine itself",
            help: "name the network that you log in from, of a family that the machine has")
    }
}
