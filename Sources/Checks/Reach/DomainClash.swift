internal import Spec

/// A further name that is no further name.
enum DomainClash: Check {
    static let description = CheckDescription(
        id: "domain-clash", area: .reach,
        summary: "Every alias is a name of its own.",
        reason: """
            An alias is redirected to the domain. The domain as its own alias would be redirected to itself without end, \
            and nginx ignores the second server of a name with a warning (`conflicting server name`).
            """,
        bad: .fragment(
            """
            aliases: [vps.example.com]
            """),
        good: .fragment(
            """
            aliases: [www.example.com]
            """))

    static func findings(in host: Host) -> [Finding] {
        var places = [host.spec.domain: SpecPath("domain")]
        var findings: [Finding] = []
        for (index, alias) in host.spec.aliases.enumerated() {
            let path = SpecPath("aliases")[index]
            if let first = places[alias] {
                findings.append(.repeatedName(alias, at: path, first: first, isDomain: alias == host.spec.domain))
            } else {
                places[alias] = path
            }
        }
        return findings
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func repeatedName(_ name: Hostname, at path: SpecPath, first: SpecPath, isDomain: Bool)
        -> Finding
    {
        Finding(
            isDomain ? "alias `\(name.text)` is the domain itself" : "alias `\(name.text)` is given twice", at: path,
            label: "given again here", related: [(first, isDomain ? "the domain" : "first given here")],
            note: isDomain ? "an alias is redirected to the domain: this one would be redirected to itself" : nil,
            help: "remove the alias")
    }
}
