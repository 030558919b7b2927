internal import Spec

/// An app that may take all memory.
enum MemoryLimitMissing: Check {
    static let description = CheckDescription(
        id: "memory-limit-missing", area: .memory,
        summary: "Every app has a memory limit.",
        reason: """
            Without a limit one leaking app takes the memory of all others, and the kernel then kills the largest process, \
            whoever that is. The other memory rules can add up nothing until every app has one.
            """,
        bad: .fragment(
            """
            apps:
              voice: { memory: ~ }
            """),
        good: .fragment(
            """
            apps:
              voice: { memory: 128M }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.apps.filter { $0.app.memory == nil }.map { .noLimit($0, host.memory) }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func noLimit(_ app: HostedApp, _ budget: MemoryBudget) -> Finding {
        let free = budget.allocatable - budget.demand
        return Finding(
            "app `\(app.app.id.text)` has no memory limit", at: app.path["memory"],
            note: "\(budget.formula); \(budget.demand.rounded) of it are asked for already",
            help: free > .mebibytes(16)
                ? "add `memory:`; up to \(free.rounded) are free"
                : "add `memory:`, and lower the limits of others: nothing is free")
    }
}
