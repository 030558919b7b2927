internal import Spec

/// A limit so large that the machine dies before it acts.
enum LimitNeverReached: Check {
    static let description = CheckDescription(
        id: "limit-never-reached", area: .memory,
        summary: "Every memory limit acts before the machine itself runs out.",
        reason: """
            A limit protects the others: an app that leaks is killed in its own container, and nobody else notices. If the \
            system, Docker and the containers leave less than the limit, the kernel's own killer comes first and may take \
            sshd or nginx. Swap does not help, because a container gets none here.
            """,
        bad: .fragment(
            """
            host: { swap: 4G }
            apps:
              editor: { memory: 800M }
            """),
        good: .fragment(
            """
            host: { swap: 4G }
            apps:
              editor: { memory: 288M }
            """))

    static func findings(in host: Host) -> [Finding] {
        let reachable = host.memory.reachable
        return host.memory.limits.filter { $0.amount > reachable }.map { .neverReached($0, host.memory) }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func neverReached(_ share: MemoryBudget.Share, _ budget: MemoryBudget) -> Finding {
        Finding(
            "the \(share.amount.rounded) limit of \(share.owner) is never reached: the machine has \(budget.reachable.rounded) for all apps",
            at: share.path, label: "\((share.amount - budget.reachable).rounded) too much to act",
            related: [(SpecPath("host", "memory"), "\(budget.usable.rounded) of this are usable")],
            note: budget.reachableFormula,
            help: budget.reachable > .zero
                ? "lower it to less than \(budget.reachable.rounded), shared with all other apps"
                : "move to a larger machine")
    }
}
