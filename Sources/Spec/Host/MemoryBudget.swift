/// Who gets how much of the machine's memory, by the formula of a node's allocatable memory.
///
/// `allocatable = usable − reserve − containers × overhead − headroom`; the limits of all apps, nginx and the largest job
/// must fit into it. The shape follows Kubernetes' node allocatable; the constants were measured on a virtual machine with
/// 1024 MiB, Debian 13 and Docker 26.1 (November 2026).
package struct MemoryBudget: Sendable {
    /// Of the nominal memory, the share in thousandths that the kernel leaves: 966.7 of 1024 MiB were measured.
    package static let usablePermille = 944
    /// What one container costs beyond its limit: shim, port proxy, page tables, network; 80 MiB were measured for four.
    package static let containerOverhead = ByteSize.mebibytes(20)
    /// Kept free for page cache, a login and apt; the hard eviction threshold that Kubernetes defaults to.
    package static let headroom = ByteSize.mebibytes(100)
    /// The base system with Docker Engine and an idle nginx, measured: less than this cannot be reserved.
    package static let reserveFloor = ByteSize.mebibytes(238)

    /// Somebody's part of the memory.
    package struct Share: Sendable {
        /// `app "editor"`, `nginx`, `the backup job`.
        package let owner: String
        package let amount: ByteSize
        package let path: SpecPath
    }

    package let nominal: ByteSize
    /// What the kernel leaves of ``nominal``.
    package let usable: ByteSize
    package let reserve: ByteSize
    package let containers: Int
    /// The limits of all apps that have one, and of nginx; in the order of the spec, nginx last.
    package let limits: [Share]
    /// The largest job that runs beside them; jobs share one lock, so only one runs at a time.
    package let job: Share?
    package let swap: ByteSize

    init(_ spec: Spec) {
        nominal = spec.machine.memory
        usable = ByteSize(bytes: nominal.bytes / 1000 * Self.usablePermille)
        reserve = spec.machine.reserve.memory
        containers = spec.apps.count
        limits =
            spec.apps.compactMap { app in
                app.memory.map { Share(owner: "app `\(app.id.text)`", amount: $0, path: .app(app.id.text)["memory"]) }
            } + [Share(owner: "nginx", amount: spec.proxy.memory, path: SpecPath("proxy", "memory"))]
        job = spec.backups.map {
            Share(owner: "the backup job", amount: $0.memory, path: SpecPath("backups", "memory"))
        }
        swap = spec.machine.swap
    }

    /// The overhead of all containers.
    package var overhead: ByteSize { Self.containerOverhead * containers }
    /// What may be given to limits and jobs; zero if the system alone needs more than there is.
    package var allocatable: ByteSize { usable - reserve - overhead - Self.headroom }
    /// The sum of all limits.
    package var limitSum: ByteSize { limits.map(\.amount).total }
    /// The limits and the largest job together: the worst minute.
    package var demand: ByteSize { limitSum + (job?.amount ?? .zero) }
    /// Half of the swap counts, as an emergency only.
    package var usableSwap: ByteSize { ByteSize(bytes: swap.bytes / 2) }
    /// What is in use when everybody is at the limit and no job runs, the system included.
    package var steadyUse: ByteSize { reserve + overhead + limitSum }
}

/// Who gets how much of the processor.
package struct CPUBudget: Sendable {
    /// Somebody's part of the processor.
    package struct Share: Sendable {
        package let owner: String
        package let amount: CPUShare
        package let path: SpecPath
    }

    package let cores: CPUShare
    /// Apps in the order of the spec, then nginx and the system.
    package let shares: [Share]

    init(_ spec: Spec) {
        cores = spec.machine.cpus
        shares =
            spec.apps.map { Share(owner: "app `\($0.id.text)`", amount: $0.cpus, path: .app($0.id.text)["cpus"]) } + [
                Share(owner: "nginx", amount: spec.proxy.cpus, path: SpecPath("proxy", "cpus")),
                Share(
                    owner: "the system", amount: spec.machine.reserve.cpus, path: SpecPath("host", "reserve", "cpus")),
            ]
    }

    /// The sum of all shares.
    package var demand: CPUShare { shares.map(\.amount).reduce(CPUShare(millicores: 0), +) }
}

/// Who gets how much of the disk.
package struct DiskBudget: Sendable {
    /// Somebody's part of the disk.
    package struct Share: Sendable {
        package let owner: String
        package let amount: ByteSize
        package let path: SpecPath
    }

    package let total: ByteSize
    /// The share of the disk that may be given out.
    package let limit: ByteSize
    /// Everything but backups: apps in the order of the spec, nginx, the system, swap.
    package let shares: [Share]
    /// What one backup copies.
    package let backupSize: ByteSize
    /// Copies that lie on the disk at once: those kept, and the one being written.
    package let backupCopies: Int

    init(_ spec: Spec) {
        total = spec.machine.disk
        limit = spec.machine.thresholds.disk.of(total)
        shares =
            spec.apps.map { Share(owner: "app `\($0.id.text)`", amount: $0.disk, path: .app($0.id.text)["disk"]) } + [
                Share(owner: "nginx", amount: spec.proxy.disk, path: SpecPath("proxy", "disk")),
                Share(
                    owner: "the system", amount: spec.machine.reserve.disk, path: SpecPath("host", "reserve", "disk")),
                Share(owner: "swap", amount: spec.machine.swap, path: SpecPath("host", "swap")),
            ]
        let copied = spec.apps.flatMap(\.volumes).filter { $0.backupMethod != nil }
        backupSize = spec.backups == nil ? .zero : copied.map(\.size).total
        backupCopies = spec.backups.map { $0.keep.count + 1 } ?? 0
    }

    /// All copies on this machine, uncompressed, as if nothing were saved by it.
    package var backups: ByteSize { backupSize * backupCopies }
    /// Everything but backups.
    package var allotted: ByteSize { shares.map(\.amount).total }
}
