internal import Spec

/// The rules about waivers; they are judged after all checks have run, and cannot be waived themselves.
enum WaiverRules {
    static let all = [unknown, unused, withoutReason, expired]

    static let unknown = CheckDescription(
        id: "unknown-waiver", area: .shape, isWaivable: false,
        summary: "A waiver names a rule and an app that exist.",
        reason: """
            A misspelt waiver covers nothing, and whoever wrote it believes that it does.
            """,
        bad: .fragment(
            """
            waivers:
              - { rule: backup-same-disc-only, reason: a second VPS is ordered }
            """),
        good: .fragment(
            """
            backups: { offsite: ~ }
            waivers:
              - { rule: backup-same-disk-only, reason: a second VPS is ordered }
            """))

    static let unused = CheckDescription(
        id: "unused-waiver", area: .shape, severity: .warning, isWaivable: false,
        summary: "A waiver covers at least one finding.",
        reason: """
            What it covered has been mended. Left in place it would silently cover the next finding of the same rule, \
            which nobody has judged.
            """,
        bad: .fragment(
            """
            backups: { offsite: sftp:backup@backup.example.com:/backups }
            waivers:
              - { rule: backup-same-disk-only, reason: a second VPS is ordered }
            """),
        good: .fragment(
            """
            backups: { offsite: sftp:backup@backup.example.com:/backups }
            """))

    static let withoutReason = CheckDescription(
        id: "waiver-without-reason", area: .shape, isWaivable: false,
        summary: "A waiver says why its findings may stand.",
        reason: """
            A waiver is a decision. Without its reason nobody can tell later whether it still holds.
            """,
        bad: .fragment(
            """
            backups: { offsite: ~ }
            waivers:
              - { rule: backup-same-disk-only }
            """),
        good: .fragment(
            """
            backups: { offsite: ~ }
            waivers:
              - { rule: backup-same-disk-only, reason: a second VPS is ordered, until: 2027-05-31 }
            """))

    static let expired = CheckDescription(
        id: "expired-waiver", area: .shape, isWaivable: false,
        summary: "A waiver is not past the last day that it names.",
        reason: """
            The date was the promise to mend what the waiver covers. It is compared only with a day given on the command \
            line (`--today`), so that the same spec always gives the same result.
            """,
        bad: .fragment(
            """
            backups: { offsite: ~ }
            waivers:
              - { rule: backup-same-disk-only, reason: a second VPS is ordered, until: 2025-05-31 }
            """),
        good: .fragment(
            """
            backups: { offsite: ~ }
            waivers:
              - { rule: backup-same-disk-only, reason: a second VPS is ordered, until: 2027-05-31 }
            """))
}
