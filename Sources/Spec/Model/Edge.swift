/// Who issues the TLS certificate.
package struct Certificate: Sendable {
    /// An ACME certificate authority.
    package enum Issuer: String, CaseIterable, Sendable {
        case letsencrypt
    }

    package let issuer: Issuer
    /// Where the issuer writes when a certificate is about to expire.
    package let contact: EmailAddress
}

extension Certificate: SpecObject {
    enum Fields {
        static let issuer = Field.defaulted(
            "issuer", ValueType<Issuer>.word, .letsencrypt, "The certificate authority.", example: "letsencrypt")
        static let contact = Field.required(
            "contact", ValueType<EmailAddress>.scalar,
            "Where the authority writes when a certificate is about to expire.",
            example: "ops@example.com")
    }

    static let schema = ObjectSchema(
        name: "Certificate", noun: "the certificate",
        summary: "Who issues the TLS certificate; it is renewed by certbot's own timer.",
        fields: [Fields.issuer.description, Fields.contact.description])

    init?(from reader: inout ObjectReader) {
        let issuer = reader.value(Fields.issuer)
        let contact = reader.value(Fields.contact)
        guard let issuer, let contact else { return nil }
        (self.issuer, self.contact) = (issuer, contact)
    }
}

/// The nginx in front of all apps.
package struct Proxy: Sendable {
    /// What nginx may take in its worst case; its connection limits are derived from it.
    package let memory: ByteSize
    package let cpus: CPUShare
    /// For its logs.
    package let disk: ByteSize
    package let gzip: Bool
    /// For one client address; above it, and a burst of twice as many, requests are answered with 429.
    package let requestsPerSecond: Int
}

extension Proxy: SpecObject {
    enum Fields {
        static let memory = Field.defaulted(
            "memory", ValueType<ByteSize>.scalar, .mebibytes(50),
            "What nginx may take in its worst case, old workers during a reload included; its connection limits follow from it.",
            example: "50M")
        static let cpus = Field.defaulted(
            "cpus", ValueType<CPUShare>.scalar, CPUShare(millicores: 200), "Its processor cores.", example: "0.2")
        static let disk = Field.defaulted(
            "disk", ValueType<ByteSize>.scalar, .gibibytes(1), "Disk for its logs.", example: "1G")
        static let gzip = Field.defaulted(
            "gzip", .flag, false, "Whether nginx compresses; it costs up to 300 KB for each request in service.",
            example: "false")
        static let requestsPerSecond = Field.defaulted(
            "requests_per_second", .integer(1...10_000), 20,
            "Requests that one client address may make in a second; above it, and a burst of twice as many, it is answered 429.",
            example: "20")
    }

    static let schema = ObjectSchema(
        name: "Proxy", noun: "the proxy", summary: "The nginx in front of all apps.",
        fields: [
            Fields.memory.description, Fields.cpus.description, Fields.disk.description, Fields.gzip.description,
            Fields.requestsPerSecond.description,
        ])

    init?(from reader: inout ObjectReader) {
        let memory = reader.value(Fields.memory)
        let cpus = reader.value(Fields.cpus)
        let disk = reader.value(Fields.disk)
        let gzip = reader.value(Fields.gzip)
        let requestsPerSecond = reader.value(Fields.requestsPerSecond)
        guard let memory, let cpus, let disk, let gzip, let requestsPerSecond else { return nil }
        (self.memory, self.cpus, self.disk, self.gzip) = (memory, cpus, disk, gzip)
        self.requestsPerSecond = requestsPerSecond
    }
}

/// Firewall rules beyond those that follow from the spec.
package struct Firewall: Sendable {
    package let allow: [PortRule]
    package let deny: [PortRule]
}

extension Firewall: SpecObject {
    enum Fields {
        static let allow = Field.defaulted(
            "allow", .list(of: ValueType<PortRule>.scalar), [],
            "Ports of programs outside this spec that the world may reach.",
            example: "[443/udp]")
        static let deny = Field.defaulted(
            "deny", .list(of: ValueType<PortRule>.scalar), [],
            "Ports to close, although what no rule opens is closed anyway.",
            example: "[]")
    }

    static let schema = ObjectSchema(
        name: "Firewall", noun: "the firewall", summary: "Rules beyond those that follow from the spec.",
        fields: [Fields.allow.description, Fields.deny.description])

    init?(from reader: inout ObjectReader) {
        let allow = reader.value(Fields.allow)
        let deny = reader.value(Fields.deny)
        guard let allow, let deny else { return nil }
        (self.allow, self.deny) = (allow, deny)
    }
}
