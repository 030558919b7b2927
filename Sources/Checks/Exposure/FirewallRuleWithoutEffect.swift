internal import Spec

/// A firewall rule that changes nothing.
enum FirewallRuleWithoutEffect: Check {
    static let description = CheckDescription(
        id: "firewall-rule-without-effect", area: .exposure,
        summary: "Every firewall rule changes what is reachable.",
        reason: """
            A rule that does nothing is believed to protect. The firewall denies all that no rule opens, so a further deny \
            closes nothing; and Docker's packet rules come before UFW's, so a deny does not close a port that Docker \
            publishes (measured: HTTP 200 from outside with `ufw deny` in force). SSH, 80 and 443 are opened by the spec \
            itself.
            """,
        bad: .fragment(
            """
            firewall: { deny: [8001] }
            """),
        good: .fragment(
            """
            firewall: { allow: [443/udp] }
            """))

    static func findings(in host: Host) -> [Finding] {
        let rules = FirewallRules(host)
        return host.spec.firewall.allow.indices.compactMap { rules.finding(allowing: $0) }
            + host.spec.firewall.deny.indices.compactMap { rules.finding(denying: $0) }
    }
}

/// The rules of a host by port, to judge each of them.
private struct FirewallRules {
    private let firewall: Firewall
    private let ssh: PortRule
    private var apps: [PortRule: HostedApp] = [:]
    private var firstAllow: [PortRule: Int] = [:]
    private var firstDeny: [PortRule: Int] = [:]

    init(_ host: Host) {
        firewall = host.spec.firewall
        ssh = PortRule(host.spec.machine.ssh.port)
        for app in host.apps where apps[PortRule(app.app.port)] == nil { apps[PortRule(app.app.port)] = app }
        for (index, rule) in firewall.allow.enumerated() where firstAllow[rule] == nil { firstAllow[rule] = index }
        for (index, rule) in firewall.deny.enumerated() where firstDeny[rule] == nil { firstDeny[rule] = index }
    }

    /// The place of the spec that opens a port by itself.
    private func derived(_ rule: PortRule) -> (path: SpecPath, purpose: String)? {
        if rule == ssh { return (SpecPath("host", "ssh", "port"), "SSH") }
        if rule == PortRule(.http) { return (SpecPath("domain"), "HTTP, for certificates and the redirect") }
        return rule == PortRule(.https) ? (SpecPath("domain"), "HTTPS") : nil
    }

    func finding(allowing index: Int) -> Finding? {
        let rule = firewall.allow[index]
        let path = SpecPath("firewall", "allow")[index]
        if let derived = derived(rule) {
            return Finding(
                "allowing \(rule.text) changes nothing: the spec opens it for \(derived.purpose)", at: path,
                label: "open already", related: [(derived.path, "opened because of this")], help: "remove it")
        }
        if let first = firstAllow[rule], first != index {
            return .repeated(rule, "allowed", at: path, first: SpecPath("firewall", "allow")[first])
        }
        guard let app = apps[rule] else { return nil }
        let isPublic = app.isPublishedPublicly
        return Finding(
            "allowing \(rule.text) changes nothing: app `\(app.app.id.text)` "
                + (isPublic ? "is published past the firewall" : "listens on loopback only"),
            at: path, related: [(isPublic ? app.path["bind"] : app.path["port"], "published here")],
            help: isPublic
                ? "bind the app to 127.0.0.1 and remove the rule" : "remove it; the world reaches the app through nginx"
        )
    }

    func finding(denying index: Int) -> Finding? {
        let rule = firewall.deny[index]
        let path = SpecPath("firewall", "deny")[index]
        // A lock-out is graver, and reported as such.
        if rule == ssh { return nil }
        if let first = firstDeny[rule], first != index {
            return .repeated(rule, "denied", at: path, first: SpecPath("firewall", "deny")[first])
        }
        if let allow = firstAllow[rule] {
            return Finding(
                "\(rule.text) is both allowed and denied: one of the two rules has no effect", at: path,
                label: "denied here",
                related: [(SpecPath("firewall", "allow")[allow], "allowed here")], help: "remove one of them")
        }
        if let derived = derived(rule) {
            return Finding(
                "denying \(rule.text) contradicts the spec, which opens it for \(derived.purpose)", at: path,
                label: "denied here", related: [(derived.path, "opened because of this")], help: "remove it")
        }
        guard let app = apps[rule] else {
            return Finding(
                "denying \(rule.text) changes nothing: no rule opens it", at: path, label: "closed already",
                note: "the firewall denies all that it does not allow", help: "remove it")
        }
        if app.isPublishedPublicly {
            return Finding(
                "denying \(rule.text) does not close it: Docker publishes it past the firewall", at: path,
                label: "has no effect", related: [(app.path["bind"], "published here, by app `\(app.app.id.text)`")],
                note: "Docker's packet rules come before those of UFW",
                help: "bind the app to 127.0.0.1 and remove the rule")
        }
        return Finding(
            "denying \(rule.text) changes nothing: app `\(app.app.id.text)` listens on loopback only", at: path,
            label: "closed already", related: [(app.path["port"], "published on \(app.app.bind)")],
            note: "if Docker published it elsewhere, its packet rules would come first and the rule would not close it",
            help: "remove it")
    }
}

extension HostedApp {
    fileprivate var isPublishedPublicly: Bool {
        guard let address = try? IPAddress.parse(app.bind) else { return false }
        return !address.isLoopback
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func repeated(_ rule: PortRule, _ verb: String, at path: SpecPath, first: SpecPath) -> Finding {
        Finding(
            "\(rule.text) is \(verb) twice", at: path, label: "\(verb) again here",
            related: [(first, "first \(verb) here")],
            help: "remove one of them")
    }
}
