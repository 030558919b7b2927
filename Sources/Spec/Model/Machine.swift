/// The rented machine, as the provider sells it.
package struct Machine: Sendable {
    package let name: Name
    package let address: IPAddress
    package let ipv6: IPAddress?
    package let os: OperatingSystem
    package let timezone: TimeZoneName
    package let cpus: CPUShare
    /// Nominal memory; the kernel gives about 94 % of it.
    package let memory: ByteSize
    package let disk: ByteSize
    package let swap: ByteSize
    package let reserve: Reserve
    package let thresholds: Thresholds
    package let ssh: SSH
    package let plan: Plan?

    /// A system whose nginx, systemd, OpenSSL and Docker the artifacts are written for.
    package enum OperatingSystem: String, CaseIterable, Sendable {
        case ubuntu2204 = "ubuntu-22.04"
        case ubuntu2404 = "ubuntu-24.04"
        case debian12 = "debian-12"
        case debian13 = "debian-13"
    }

    /// What the base system takes before any app: kernel, systemd, sshd, journald, Docker Engine.
    package struct Reserve: Sendable {
        package let memory: ByteSize
        package let cpus: CPUShare
        package let disk: ByteSize
    }

    /// A plan above them is refused, and the monitor alerts at them.
    package struct Thresholds: Sendable {
        package let memory: Percentage
        package let cpu: Percentage
        package let disk: Percentage
    }

    /// How administrators reach the machine.
    package struct SSH: Sendable {
        package let port: Port
        /// The networks that may connect; empty means any.
        package let from: [AddressRange]
    }

    /// What is paid for the machine.
    package struct Plan: Sendable {
        package let name: String
        package let price: Money
        package let upgrade: Upgrade?

        /// The next larger machine.
        package struct Upgrade: Sendable {
            package let name: String
            package let price: Money
        }
    }
}

extension Machine: SpecObject {
    enum Fields {
        static let name = Field.required(
            "name", ValueType<Name>.scalar, "A short name for the machine.", example: "vps")
        static let address = Field.required(
            "address", ValueType<IPAddress>.scalar, "Its public address. Nagaya never contacts it.",
            example: "203.0.113.7")
        static let ipv6 = Field.optional(
            "ipv6", ValueType<IPAddress>.scalar, "Its public IPv6 address, if it has one.", example: "2001:db8::7")
        static let os = Field.required(
            "os", ValueType<OperatingSystem>.word, "The system, which decides the dialect of every artifact.",
            example: "ubuntu-24.04")
        static let timezone = Field.required(
            "timezone", ValueType<TimeZoneName>.scalar, "The time zone in which schedules are meant.",
            example: "Asia/Tokyo")
        static let cpus = Field.required("cpus", ValueType<CPUShare>.scalar, "Its processor cores.", example: "2")
        static let memory = Field.required(
            "memory", ValueType<ByteSize>.scalar,
            "Its memory as sold; 94 % of it is counted, as the kernel keeps the rest.",
            example: "1G")
        static let disk = Field.required("disk", ValueType<ByteSize>.scalar, "Its disk.", example: "100G")
        static let swap = Field.defaulted(
            "swap", ValueType<ByteSize>.scalar, .zero, "Swap on disk. Half of it counts, for emergencies.",
            example: "1G")
        static let reserve = Field<Reserve>.nested(
            "reserve", "What the base system and Docker Engine take.",
            example: "{ memory: 255M, cpus: 0.3, disk: 12G }")
        static let thresholds = Field<Thresholds>.nested(
            "thresholds", "A plan above those of memory and disk is refused; the monitor alerts at all three.",
            example: "{ memory: 80%, cpu: 70%, disk: 80% }")
        static let ssh = Field<SSH>.nested("ssh", "How administrators reach it.", example: "{ port: 22 }")
        static let plan = Field.optional(
            "plan", .object(Plan.self), "What is paid for it, for the runbook.",
            example: "{ name: 2 cores / 1 GB, price: 968 JPY/month }")
    }

    static let schema = ObjectSchema(
        name: "Host", noun: "the host", summary: "The machine: its size, system and limits.",
        fields: [
            Fields.name.description, Fields.address.description, Fields.ipv6.description, Fields.os.description,
            Fields.timezone.description, Fields.cpus.description, Fields.memory.description, Fields.disk.description,
            Fields.swap.description, Fields.reserve.description, Fields.thresholds.description, Fields.ssh.description,
            Fields.plan.description,
        ])

    init?(from reader: inout ObjectReader) {
        let name = reader.value(Fields.name)
        let address = reader.value(Fields.address)
        ipv6 = reader.optional(Fields.ipv6)
        let os = reader.value(Fields.os)
        let timezone = reader.value(Fields.timezone)
        let cpus = reader.value(Fields.cpus)
        let memory = reader.value(Fields.memory)
        let disk = reader.value(Fields.disk)
        let swap = reader.value(Fields.swap)
        let reserve = reader.value(Fields.reserve)
        let thresholds = reader.value(Fields.thresholds)
        let ssh = reader.value(Fields.ssh)
        plan = reader.optional(Fields.plan)
        guard let name, let address, let os, let timezone, let cpus, let memory, let disk, let swap, let reserve,
            let thresholds, let ssh
        else { return nil }
        (self.name, self.address, self.os, self.timezone) = (name, address, os, timezone)
        (self.cpus, self.memory, self.disk, self.swap) = (cpus, memory, disk, swap)
        (self.reserve, self.thresholds, self.ssh) = (reserve, thresholds, ssh)
        guard memory > .zero, disk > .zero else {
            reader.fail(.valueOutOfRange, "a machine without memory or disk holds nothing")
            return nil
        }
    }
}

extension Machine.Reserve: SpecObject {
    enum Fields {
        static let memory = Field.defaulted(
            "memory", ValueType<ByteSize>.scalar, .mebibytes(255),
            "Memory for kernel, systemd, sshd, journald and Docker Engine; 238 MB were measured on a 1 GB machine.",
            example: "255M")
        static let cpus = Field.defaulted(
            "cpus", ValueType<CPUShare>.scalar, CPUShare(millicores: 300), "Processor cores for the same.",
            example: "0.3")
        static let disk = Field.defaulted(
            "disk", ValueType<ByteSize>.scalar, .gibibytes(12), "Disk for the system, its packages and journals.",
            example: "12G")
    }

    static let schema = ObjectSchema(
        name: "Reserve", noun: "the reserve", summary: "What the base system and Docker Engine take before any app.",
        fields: [Fields.memory.description, Fields.cpus.description, Fields.disk.description])

    init?(from reader: inout ObjectReader) {
        let memory = reader.value(Fields.memory)
        let cpus = reader.value(Fields.cpus)
        let disk = reader.value(Fields.disk)
        guard let memory, let cpus, let disk else { return nil }
        (self.memory, self.cpus, self.disk) = (memory, cpus, disk)
    }
}

extension Machine.Thresholds: SpecObject {
    enum Fields {
        static let memory = Field.defaulted(
            "memory", ValueType<Percentage>.scalar, .eighty, "Memory that may be given out.", example: "80%")
        static let cpu = Field.defaulted(
            "cpu", ValueType<Percentage>.scalar, .seventy, "Processor use at which the monitor alerts.",
            example: "70%")
        static let disk = Field.defaulted(
            "disk", ValueType<Percentage>.scalar, .eighty, "Disk that may be given out.", example: "80%")
    }

    static let schema = ObjectSchema(
        name: "Thresholds", noun: "the thresholds",
        summary: "Shares of the machine at which the monitor alerts; above those of memory and disk a plan is refused.",
        fields: [Fields.memory.description, Fields.cpu.description, Fields.disk.description])

    init?(from reader: inout ObjectReader) {
        let memory = reader.value(Fields.memory)
        let cpu = reader.value(Fields.cpu)
        let disk = reader.value(Fields.disk)
        guard let memory, let cpu, let disk else { return nil }
        (self.memory, self.cpu, self.disk) = (memory, cpu, disk)
    }
}

extension Machine.SSH: SpecObject {
    enum Fields {
        static let port = Field.defaulted("port", ValueType<Port>.scalar, .ssh, "The port of sshd.", example: "22")
        static let from = Field.defaulted(
            "from", .list(of: ValueType<AddressRange>.scalar), [],
            "The networks that may connect; empty means any, rate-limited.",
            example: "[203.0.113.0/24]")
    }

    static let schema = ObjectSchema(
        name: "SSH", noun: "the SSH access", summary: "How administrators reach the machine.",
        fields: [Fields.port.description, Fields.from.description])

    init?(from reader: inout ObjectReader) {
        let port = reader.value(Fields.port)
        let from = reader.value(Fields.from)
        guard let port, let from else { return nil }
        (self.port, self.from) = (port, from)
    }
}

extension Machine.Plan: SpecObject {
    enum Fields {
        static let name = Field.required("name", .text, "What the provider calls it.", example: "2 cores / 1 GB")
        static let price = Field.required("price", ValueType<Money>.scalar, "Its price.", example: "968 JPY/month")
        static let upgrade = Field.optional(
            "upgrade", .object(Upgrade.self), "The next larger plan.",
            example: "{ name: 4 cores / 2 GB, price: 1968 JPY/month }")
    }

    static let schema = ObjectSchema(
        name: "Plan", noun: "the plan", summary: "What is paid for the machine.",
        fields: [Fields.name.description, Fields.price.description, Fields.upgrade.description])

    init?(from reader: inout ObjectReader) {
        let name = reader.value(Fields.name)
        let price = reader.value(Fields.price)
        upgrade = reader.optional(Fields.upgrade)
        guard let name, let price else { return nil }
        (self.name, self.price) = (name, price)
    }
}

extension Machine.Plan.Upgrade: SpecObject {
    enum Fields {
        static let name = Field.required("name", .text, "What the provider calls it.", example: "4 cores / 2 GB")
        static let price = Field.required("price", ValueType<Money>.scalar, "Its price.", example: "1968 JPY/month")
    }

    static let schema = ObjectSchema(
        name: "Upgrade", noun: "the next larger plan", summary: "What the next larger machine costs.",
        fields: [Fields.name.description, Fields.price.description])

    init?(from reader: inout ObjectReader) {
        let name = reader.value(Fields.name)
        let price = reader.value(Fields.price)
        guard let name, let price else { return nil }
        (self.name, self.price) = (name, price)
    }
}
