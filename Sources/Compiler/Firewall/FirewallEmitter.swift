internal import Spec

/// Emits the program that sets UFW up.
///
/// Only ports that the host's own programs listen on for the world are opened; what is bound to loopback needs no rule.
enum FirewallEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        let sshPort = host.spec.machine.ssh.port
        let isSSH = { (open: OpenPort) in open.rule == PortRule(sshPort) }
        let allowed = host.openPorts.filter { !isSSH($0) }.flatMap(FirewallRule.rules)
        let denied = host.spec.firewall.deny.map {
            FirewallRule(action: .deny, port: $0, from: nil, purpose: "closed by the spec")
        }
        let ssh = host.openPorts.filter(isSSH).flatMap(FirewallRule.rules)
        return [FirewallProgram(ssh: ssh, sshPort: sshPort, rules: allowed + denied).artifact]
    }
}

extension FirewallRule {
    fileprivate static func rules(of open: OpenPort) -> [FirewallRule] {
        if open.from.isEmpty {
            return [
                FirewallRule(
                    action: open.isLimited ? .limit : .allow, port: open.rule, from: nil, purpose: open.purpose)
            ]
        }
        return open.from.map { FirewallRule(action: .allow, port: open.rule, from: $0, purpose: open.purpose) }
    }
}
