internal import Spec

/// A reserve that the base system exceeds while it is idle.
enum SystemReserveTooSmall: Check {
    static let description = CheckDescription(
        id: "system-reserve-too-small", area: .memory,
        summary: "The memory reserve covers what the base system with Docker Engine takes when idle.",
        reason: """
            Kernel, systemd, journald, sshd, containerd, dockerd and an idle nginx took 238 MB on a 1 GB machine with \
            Debian 13 and Docker 26.1; Google's own nodes reserve 255 MB. A smaller number does not make the system \
            smaller: it only makes the sum of the limits wrong.
            """,
        bad: .fragment(
            """
            host: { reserve: { memory: 150M } }
            """),
        good: .fragment(
            """
            host: { reserve: { memory: 255M } }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.memory.reserve < MemoryBudget.reserveFloor ? [.smallReserve(host.memory)] : []
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func smallReserve(_ budget: MemoryBudget) -> Finding {
        let floor = MemoryBudget.reserveFloor
        return Finding(
            "\(budget.reserve.rounded) are reserved for the system, which takes \(floor.rounded) when idle",
            at: SpecPath("host", "reserve", "memory"), label: "\((floor - budget.reserve).rounded) too little",
            note: "measured: kernel, systemd, journald, sshd, containerd, dockerd and an idle nginx on a 1 GB machine",
            help: "leave it out for the default of 255M, or write what `free -m` shows as used before any app runs")
    }
}
