internal import Spec

extension Runbook {
    func writeGrowth(to page: inout Markdown) {
        page.heading(2, "Adding an app")
        let free = host.memory.allocatable - host.memory.demand
        page.steps([
            "Add it to `spec.yaml` under `apps`, with port \(nextFreePort.text), a directory of its own and a route such as "
                + "\(code("/api/newapp/")). \((free - MemoryBudget.containerOverhead).rounded) of memory are free for it.",
            "`make check` says whether it fits, and what to change if it does not; `make build-config` writes `out/`.",
            "Commit both, run `apply.sh`, fill in its env file, run `apply.sh` again.",
        ])

        page.heading(2, "When to take a larger machine")
        page.list([
            "memory in use stays above \(machine.thresholds.memory.text),",
            "the processor stays above \(machine.thresholds.cpu.text),",
            "the disk stays above \(machine.thresholds.disk.text), or answers take twice as long as they should.",
        ])
        guard let plan = machine.plan, let upgrade = plan.upgrade else {
            page.paragraph("Raise `cpus`, `memory` and `disk` of `host` in the spec then; all budgets follow.")
            return
        }
        var text = "The next plan is **\(upgrade.name)** for \(upgrade.price.text)"
        if upgrade.price.currency == plan.price.currency, upgrade.price.hundredths > plan.price.hundredths {
            let more = Money(
                hundredths: upgrade.price.hundredths - plan.price.hundredths, currency: plan.price.currency)
            text += ", \(more.amount) more"
        }
        page.paragraph("\(text). Raise `cpus`, `memory` and `disk` of `host` in the spec then; all budgets follow.")
    }

    func writeCosts(to page: inout Markdown) {
        var items: [(item: String, price: Money)] = []
        if let plan = machine.plan { items.append(("\(machine.name.text): \(plan.name)", plan.price)) }
        items += spec.costs.map { ($0.item, $0.price) }
        if items.isEmpty { return }
        page.heading(2, "Costs")
        var rows = items.map { [$0.item, $0.price.text] }
        for currency in items.map(\.price.currency).uniqued {
            let sum = items.filter { $0.price.currency == currency }.map(\.price.hundredths).reduce(0, +)
            rows.append(["**Together**", "**\(Money(hundredths: sum, currency: currency).text)**"])
        }
        page.table(["Item", "Price"], rows)
        guard let plan = machine.plan, host.apps.count > 1 else { return }
        let count = host.apps.count
        let apart = Money(hundredths: plan.price.hundredths * count, currency: plan.price.currency)
        let saved = Money(hundredths: plan.price.hundredths * (count - 1), currency: plan.price.currency)
        page.paragraph(
            "A machine for each of the \(count) apps would cost \(apart.text); sharing this one saves \(saved.text).")
    }
}

extension [String] {
    /// Each element once, at its first place.
    fileprivate var uniqued: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
