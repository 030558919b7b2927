internal import Spec

/// A machine that is above its own alarm threshold in normal use.
enum MemoryHeadroom: Check {
    static let description = CheckDescription(
        id: "memory-headroom", area: .memory,
        summary: "With every app at its limit, memory use stays below `host.thresholds.memory`.",
        reason: """
            The monitor alerts at the threshold. A plan above it alerts while everything is in order, until nobody reads \
            the alerts. What the threshold leaves free is page cache, and room for the next app.
            """,
        bad: .fragment(
            """
            apps:
              editor: { memory: 320M }
            backups: { memory: 48M }
            """),
        good: .fragment(
            """
            apps:
              editor: { memory: 296M }
            backups: { memory: 48M }
            """))

    static func findings(in host: Host) -> [Finding] {
        let budget = host.memory
        let threshold = host.spec.machine.thresholds.memory
        // What these rules report is the same mistake, and graver.
        guard !budget.lacksLimit, !budget.isOvercommitted, budget.limits.allSatisfy({ $0.amount <= budget.reachable }),
            budget.steadyUse > threshold.of(budget.usable)
        else { return [] }
        return [.aboveThreshold(budget, threshold)]
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func aboveThreshold(_ budget: MemoryBudget, _ threshold: Percentage) -> Finding {
        let allowed = threshold.of(budget.usable)
        let limits = budget.largestLimits
        return Finding(
            "with every app at its limit \(budget.steadyUse.rounded) are in use, above the threshold of \(allowed.rounded)",
            at: limits.first?.path ?? SpecPath("apps"), label: "the largest part",
            related: [
                (
                    SpecPath("host", "thresholds", "memory"),
                    "\(threshold.text) of \(budget.usable.rounded) are \(allowed.rounded)"
                )
            ],
            note: "\(budget.reserve.rounded) reserve, \(budget.overhead.rounded) for the containers and "
                + "\(budget.limitSum.rounded) limits: \(MemoryBudget.text(of: limits))",
            help: budget.smallestChange(threshold: threshold))
    }
}
