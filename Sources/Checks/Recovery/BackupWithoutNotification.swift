internal import Spec

/// Backups whose failure nobody hears of.
enum BackupWithoutNotification: Check {
    static let description = CheckDescription(
        id: "backup-without-notification", area: .recovery,
        summary: "Somebody is told when a backup fails.",
        reason: """
            A backup runs at night and fails silently: the disk is full, the key has changed, the machine was off. Without \
            `notify` this is found out on the day when the copy is needed.
            """,
        bad: .fragment(
            """
            notify: ~
            """),
        good: .fragment(
            """
            notify: { webhook: ALERT_WEBHOOK_URL, heartbeat: BACKUP_HEARTBEAT_URL }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.copiesState && host.spec.notify == nil ? [.nobodyIsTold] : []
    }
}

// MARK: Messages

extension Finding {
    fileprivate static let nobodyIsTold = Finding(
        "nobody is told when a backup fails", at: SpecPath("backups"), label: "runs unwatched",
        note: "the spec has no `notify`",
        help: "add `notify: { webhook: ALERT_WEBHOOK_URL }`, and `heartbeat` to hear of a machine that is off")
}
