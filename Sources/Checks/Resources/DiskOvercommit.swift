internal import Spec

/// More disk given out than there is, or an app whose own state exceeds its part.
enum DiskOvercommit: Check {
    static let description = CheckDescription(
        id: "disk-overcommit", area: .resources,
        summary: "What is given out fits on the disk, and each app's volumes and logs fit into its part.",
        reason: """
            A full disk stops everything at once: databases, logs, `docker pull`, even logging in to mend it. Where nothing \
            is copied to this disk, the parts must stay within `host.thresholds.disk`; where backups are, the parts alone \
            must fit on the whole disk, and `retention-over-disk` weighs parts and copies against the threshold.
            """,
        bad: .fragment(
            """
            apps:
              voice: { disk: 90G }
            """),
        good: .fragment(
            """
            apps:
              voice: { disk: 5G }
            """))

    static func findings(in host: Host) -> [Finding] {
        let whole = host.disk.isOvercommitted ? [Finding.tooMuch(host.disk)] : []
        return whole
            + host.apps.compactMap { app in
                let logs = app.app.logs.size * app.app.logs.files
                let state = app.app.volumes.map(\.size).total + logs
                return state > app.app.disk ? .stateOverPart(app, state: state, logs: logs) : nil
            }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func tooMuch(_ budget: DiskBudget) -> Finding {
        let largest = budget.contributors.first
        let excess = budget.allotted - budget.allottable
        let kept = (largest?.amount ?? .zero) - excess
        let allowed = budget.allottable == budget.total ? "the disk has" : "of \(budget.total.rounded) may be given out"
        return Finding(
            "\(budget.allotted.rounded) of disk are given out, but "
                + (budget.allottable == budget.total
                    ? "\(allowed) \(budget.total.rounded)" : "\(budget.limit.rounded) \(allowed)"),
            at: largest?.path ?? SpecPath("host", "disk"), label: "the largest part",
            related: [(SpecPath("host", "disk"), "the whole disk")], note: "asked by \(budget.contributorText)",
            help: kept > .zero
                ? "lower the part of \(largest?.owner ?? "an app") by \(excess.rounded) to \(kept.rounded)"
                : "lower several parts by \(excess.rounded) together")
    }

    fileprivate static func stateOverPart(_ app: HostedApp, state: ByteSize, logs: ByteSize) -> Finding {
        let largest = app.volumes.enumerated()
            .max { ($0.element.volume.size, $1.offset) < ($1.element.volume.size, $0.offset) }?.element
        return Finding(
            "volumes and logs of app `\(app.app.id.text)` take \(state.rounded), more than its \(app.app.disk.rounded) of disk",
            at: app.path["disk"], label: "for images, volumes and logs",
            related: largest.map { [($0.path["size"], "the largest volume")] } ?? [],
            note: "volumes \((state - logs).rounded), container logs \(logs.rounded), and its images come on top",
            help: "give it more than \(state.rounded)")
    }
}
