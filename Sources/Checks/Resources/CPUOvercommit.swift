internal import Spec

/// Processor shares that add up to more than the machine has.
enum CPUOvercommit: Check {
    static let description = CheckDescription(
        id: "cpu-overcommit", area: .resources,
        summary: "The processor shares of apps, nginx and the system add up to no more than the cores.",
        reason: """
            A share is what an app can count on while all others are busy. Beyond the cores it is a promise that is broken \
            just when everybody needs it. Docker refuses a single share above the cores when it creates the container.
            """,
        bad: .fragment(
            """
            apps:
              editor: { cpus: 1.5 }
            """),
        good: .fragment(
            """
            apps:
              editor: { cpus: 1 }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.cpu.demand > host.cpu.cores ? [.tooManyShares(host.cpu)] : []
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func tooManyShares(_ budget: CPUBudget) -> Finding {
        let sorted = budget.shares.enumerated()
            .sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }.map(\.element)
        let named = sorted.prefix(4).map { "\($0.owner) \($0.amount.text)" }.joined(separator: ", ")
        let rest = sorted.count > 4 ? " and \(sorted.count - 4) more" : ""
        let excess = budget.demand.millicores - budget.cores.millicores
        let kept = (sorted.first?.amount.millicores ?? 0) - excess
        let over = CPUShare(millicores: excess)
        return Finding(
            "processor shares add up to \(budget.demand.text) cores, but the machine has \(budget.cores.text)",
            at: sorted.first?.path ?? SpecPath("host", "cpus"), label: "the largest part",
            related: [(SpecPath("host", "cpus"), "\(budget.cores.text) cores")],
            note: "asked by \(named)\(rest)",
            help: kept >= 10
                ? "lower the share of \(sorted.first?.owner ?? "an app") by \(over.text) to \(CPUShare(millicores: kept).text)"
                : "lower several shares by \(over.text) cores together")
    }
}
