internal import Spec

/// Backups that are lost with the machine.
enum BackupSameDiskOnly: Check {
    static let description = CheckDescription(
        id: "backup-same-disk-only", area: .recovery,
        summary: "Copies also go to another machine.",
        reason: """
            A copy on the same disk helps against a mistake in an app. It is lost together with the machine: when the disk \
            dies, the account is closed, or an intruder deletes everything.
            """,
        bad: .fragment(
            """
            backups: { offsite: ~ }
            """),
        good: .fragment(
            """
            backups: { offsite: sftp:backup@backup.example.com:/backups }
            """))

    static func findings(in host: Host) -> [Finding] {
        guard let backups = host.spec.backups, backups.offsite == nil, host.copiesState else { return [] }
        return [.sameDisk(backups)]
    }
}

extension Host {
    /// Whether the backups copy anything.
    var copiesState: Bool {
        spec.backups != nil && apps.contains { $0.app.volumes.contains { $0.backupMethod != nil } }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func sameDisk(_ backups: Backups) -> Finding {
        Finding(
            "all backups stay on this machine, in `\(backups.directory.text)`", at: SpecPath("backups", "directory"),
            label: "the only place of the copies", note: "what destroys the disk destroys the copies with it",
            help: "add `offsite: sftp:user@host:/directory`")
    }
}
