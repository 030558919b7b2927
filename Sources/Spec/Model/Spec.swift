/// One `spec.yaml`, decoded: a VPS, what runs on it, and what protects it.
///
/// Every value is of a type that cannot be wrong and every default is filled in. What follows from several values
/// (budgets, names, addresses) is in ``Host``.
package struct Spec: Sendable {
    package let machine: Machine
    package let domain: Hostname
    /// Further names, redirected to ``domain``.
    package let aliases: [Hostname]
    package let certificate: Certificate
    package let proxy: Proxy
    package let firewall: Firewall
    /// In the order of the file.
    package let apps: [App]
    /// Nil if nothing is backed up.
    package let backups: Backups?
    /// Nil if nobody is told of anything.
    package let notify: Notify?
    package let monitor: Monitor
    package let costs: [Cost]
    package let waivers: [WaiverEntry]
}

extension Spec: SpecObject {
    enum Fields {
        static let version = Field.required(
            "version", .integer(1...1), "The version of this language; 1 is the only one.", example: "1")
        static let host = Field.required(
            "host", .object(Machine.self), "The machine: its size, system and limits.")
        static let domain = Field.required(
            "domain", ValueType<Hostname>.scalar, "The public name of the machine, under which all apps are reached.",
            example: "vps.example.com")
        static let aliases = Field.defaulted(
            "aliases", .list(of: ValueType<Hostname>.scalar), [],
            "Further names, covered by the certificate and redirected to the domain.",
            example: "[www.example.com]")
        static let certificate = Field.required(
            "certificate", .object(Certificate.self), "Who issues the TLS certificate.",
            example: "{ issuer: letsencrypt, contact: ops@example.com }")
        static let proxy = Field<Proxy>.nested(
            "proxy", "The nginx in front of all apps.", example: "{ memory: 50M, cpus: 0.2 }")
        static let firewall = Field<Firewall>.nested(
            "firewall", "Rules beyond those that follow from the spec: SSH, 80 and 443 are open, all else is closed.",
            example: "{ allow: [443/udp] }")
        static let apps = Field.required(
            "apps", .map(Name.self, of: .object(App.self), noun: "app"),
            "The apps by name, in the order in which they start.")
        static let backups = Field.optional(
            "backups", .object(Backups.self),
            "When and where volumes are copied. Without it nothing is, and every volume needs a written reason.",
            example: "{ schedule: \"0 2 * * *\" }")
        static let notify = Field.optional(
            "notify", .object(Notify.self), "Who is told when something fails.",
            example: "{ webhook: ALERT_WEBHOOK_URL }")
        static let monitor = Field<Monitor>.nested(
            "monitor", "How often the machine looks at itself.", example: "{ interval: 1m }")
        static let costs = Field.defaulted(
            "costs", .list(of: .object(Cost.self)), [], "What is paid besides the machine, for the runbook.",
            example: "[{ item: Domain, price: 100 JPY/month }]")
        static let waivers = Field.defaulted(
            "waivers", .list(of: .object(WaiverEntry.self)), [], "Findings that stand for a written reason.",
            example: "[{ rule: backup-same-disk-only, reason: a second VPS is ordered }]")
    }

    static let schema = ObjectSchema(
        name: "Spec", noun: "the spec", summary: "One VPS and everything on it.",
        fields: [
            Fields.version.description, Fields.host.description, Fields.domain.description, Fields.aliases.description,
            Fields.certificate.description, Fields.proxy.description, Fields.firewall.description,
            Fields.apps.description,
            Fields.backups.description, Fields.notify.description, Fields.monitor.description, Fields.costs.description,
            Fields.waivers.description,
        ])

    init?(from reader: inout ObjectReader) {
        let version = reader.value(Fields.version)
        let machine = reader.value(Fields.host)
        let domain = reader.value(Fields.domain)
        let aliases = reader.value(Fields.aliases)
        let certificate = reader.value(Fields.certificate)
        let proxy = reader.value(Fields.proxy)
        let firewall = reader.value(Fields.firewall)
        let apps = reader.value(Fields.apps)
        backups = reader.optional(Fields.backups)
        notify = reader.optional(Fields.notify)
        let monitor = reader.value(Fields.monitor)
        let costs = reader.value(Fields.costs)
        let waivers = reader.value(Fields.waivers)
        guard version != nil, let machine, let domain, let aliases, let certificate, let proxy, let firewall, let apps,
            let monitor, let costs, let waivers
        else { return nil }
        (self.machine, self.domain, self.aliases, self.certificate) = (machine, domain, aliases, certificate)
        (self.proxy, self.firewall, self.monitor, self.costs) = (proxy, firewall, monitor, costs)
        self.apps = apps.map { $0.value.named($0.key) }
        self.waivers = waivers
    }
}
