internal import Spec

/// Limits and jobs that ask for more memory than there is.
enum MemoryOvercommit: Check {
    static let description = CheckDescription(
        id: "memory-overcommit", area: .memory,
        summary: "All memory limits and the largest job fit into what the system leaves.",
        reason: """
            When every app obeys its limit and the machine still runs out, the kernel kills what it likes, and Docker does \
            not even report it as `OOMKilled` (measured on a 1 GB machine: two apps within 800 + 200 MB brought it down). \
            Allocatable is usable memory (94.4 % of what is sold) less the reserve, 20 MB a container and 100 MB headroom, \
            the shape of Kubernetes' node allocatable. Half of the swap counts, as an emergency.
            """,
        bad: .fragment(
            """
            apps:
              editor: { memory: 384M }
            """),
        good: .fragment(
            """
            apps:
              editor: { memory: 288M }
            """))

    static func findings(in host: Host) -> [Finding] {
        // Without a limit the sum means nothing: `memory-limit-missing` speaks.
        guard !host.memory.lacksLimit, host.memory.isOvercommitted else { return [] }
        return [.overcommit(host)]
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func overcommit(_ host: Host) -> Finding {
        let budget = host.memory
        let contributors = budget.contributors
        let available = ByteSize(bytes: max(0, budget.allocatableBytes + budget.usableSwap.bytes))
        let related = contributors.dropFirst().prefix(3).map {
            (path: $0.path, label: "\($0.amount.rounded) more, for \($0.owner)")
        }
        return Finding(
            "limits and jobs ask for \(budget.demand.rounded) of memory, but \(available.rounded) can be given",
            at: contributors.first?.path ?? SpecPath("apps"), label: "the largest part",
            related: related + [(SpecPath("host", "memory"), "\(budget.usable.rounded) of this are usable")],
            note: "\(budget.formula); asked by \(MemoryBudget.text(of: contributors))",
            help: budget.smallestChange(threshold: host.spec.machine.thresholds.memory))
    }
}
