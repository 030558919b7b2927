internal import Spec

/// More copies kept than the disk has room for.
enum RetentionOverDisk: Check {
    static let description = CheckDescription(
        id: "retention-over-disk", area: .resources,
        summary: "The kept backups, and the one being written, fit beside what is given out.",
        reason: """
            Every kept copy is counted in full, because nobody knows beforehand how well it compresses; a copy of a SQLite \
            database or an index often does not at all. Parts and copies together must stay within `host.thresholds.disk`: \
            a backup that fills the disk stops the very apps it should save. If the parts alone exceed the disk, \
            `disk-overcommit` speaks instead.
            """,
        bad: .fragment(
            """
            backups: { keep: { daily: 30 } }
            """),
        good: .fragment(
            """
            backups: { keep: { daily: 5, weekly: 4, monthly: 2 } }
            """))

    static func findings(in host: Host) -> [Finding] {
        guard let backups = host.spec.backups, host.disk.backups > .zero, !host.disk.isOvercommitted,
            host.disk.allotted + host.disk.backups > host.disk.limit
        else { return [] }
        return [.tooManyCopies(host, backups.keep)]
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func tooManyCopies(_ host: Host, _ keep: Backups.Retention) -> Finding {
        let disk = host.disk
        let volumes = host.apps.flatMap(\.volumes).filter { $0.volume.backupMethod != nil }
        let largest = volumes.enumerated()
            .max { ($0.element.volume.size, $1.offset) < ($1.element.volume.size, $0.offset) }?.element
        let counts = [("daily", keep.daily), ("weekly", keep.weekly), ("monthly", keep.monthly)]
        // The first of equal ones.
        let most = counts.reduce(counts[0]) { $1.1 > $0.1 ? $1 : $0 }
        var related = largest.map { [(path: $0.path["size"], label: "the largest volume that is copied")] } ?? []
        if let part = disk.contributors.first { related.append((part.path, "the largest part given out")) }
        return Finding(
            "\(disk.backupCopies) copies of \(disk.backupSize.rounded) take \(disk.backups.rounded), but \(disk.free.rounded) are free for them",
            at: SpecPath("backups", "keep", most.0), label: "most copies are kept by this", related: related,
            note:
                "the copies are those kept and one being written; of \(disk.total.rounded) at most \(disk.limit.rounded) may be used, "
                + "and \(disk.allotted.rounded) are given out: \(disk.contributorText)",
            help: disk.fittingRetention(keep))
    }
}

extension DiskBudget {
    /// What is free for copies.
    fileprivate var free: ByteSize { limit - allotted }

    /// The most copies that fit, or how much too much is given out.
    fileprivate func fittingRetention(_ keep: Backups.Retention) -> String {
        let copies = free.bytes / max(backupSize.bytes, 1) - 1
        guard copies >= 1 else {
            let excess = allotted + backupSize * 2 - limit
            let largest = contributors.first
            let part = largest.map {
                $0.amount > excess
                    ? "; lower the part of \($0.owner) by \(excess.rounded) to \(($0.amount - excess).rounded)" : ""
            }
            return "not even one copy fits beside what is given out\(part ?? ""), and keep one"
        }
        return "keep \(copies) \(copies == 1 ? "copy" : "copies") instead of \(keep.count)"
    }
}
