internal import Spec

/// The program that sets UFW up, and its one printer.
struct FirewallProgram {
    /// The rules that let SSH in; there is at least one.
    let ssh: [FirewallRule]
    let sshPort: Port
    /// In the order in which UFW tries them; the first that matches decides.
    let rules: [FirewallRule]

    var artifact: Artifact {
        var writer = TextWriter(indentation: "  ")
        writer.lines(["#!/bin/bash", Artifact.header])
        writer.lines(Self.introduction)
        writer.line("SSH_PORT=\(sshPort.text)")
        writer.line("# Networks that may use it; none means any.")
        write("SSH_NETWORKS", ssh.compactMap(\.from?.text), to: &writer)
        writer.line("# What is added: words of ufw(8), and what they are for.")
        write("SSH_RULES", ssh.map(\.entry), to: &writer)
        write("RULES", rules.map(\.entry), to: &writer)
        writer.lines(Self.body)
        return Artifact(
            path: String("\(ServerPaths.programs)/firewall".dropFirst()), contents: writer.bytes, isExecutable: true)
    }

    private func write(_ name: String, _ items: [String], to writer: inout TextWriter) {
        if items.isEmpty {
            writer.line("\(name)=()")
            return
        }
        writer.line("\(name)=(")
        writer.indented { $0.lines(items.map { "'\($0)'" }) }
        writer.line(")")
    }
}

/// One rule of UFW for packets that come in.
struct FirewallRule {
    enum Action: String {
        case allow
        case deny
        /// Allows an address five new connections in 30 seconds.
        case limit
    }

    let action: Action
    let port: PortRule
    /// Nil means any, of IPv4 and IPv6.
    let from: AddressRange?
    /// Letters, digits, blanks and commas.
    let purpose: String

    /// The words of ufw(8) and the purpose, apart by `|`.
    fileprivate var entry: String {
        guard let from else { return "\(action.rawValue) \(port.text)|\(purpose)" }
        let place = "from \(from.text) to any port \(port.port.text) proto \(port.transport.rawValue)"
        return "\(action.rawValue) \(place)|\(purpose)"
    }
}
