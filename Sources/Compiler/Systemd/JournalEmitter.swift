internal import Spec

/// Emits the bound of the journal, and the hour at which logrotate looks.
enum JournalEmitter: Emitter {
    /// The journal takes one part in so many of the system's disk: 1 GiB of the 12 that are reserved by default.
    private static let journalShare = 12
    /// Less holds hardly a day.
    private static let journalFloor = ByteSize.mebibytes(64)

    static func artifacts(for host: Host) -> [Artifact] {
        let rotates = host.apps.contains { app in app.volumes.contains { $0.volume.rotate != nil } }
        return [journal(host.spec.machine.reserve)] + (rotates ? [hourlyLogrotate.artifact] : [])
    }

    /// By default the journal may take a tenth of the disk, up to 4 GiB (journald.conf(5)).
    private static func journal(_ reserve: Machine.Reserve) -> Artifact {
        let size = max(ByteSize(bytes: reserve.disk.bytes / journalShare), journalFloor)
        return SystemdUnit(
            directory: "etc/systemd", name: "journald.conf.d/nagaya.conf",
            sections: [
                .init(
                    name: "Journal",
                    lines: [
                        .setting("Storage", "persistent"),
                        .comment("A twelfth of the disk that is reserved for the system."),
                        .setting("SystemMaxUse", "\(size.mebibytes)M"),
                    ])
            ]
        ).artifact
    }

    /// Once a day, as distributions have it, would let a file grow far beyond the size at which it is to be rotated.
    private static let hourlyLogrotate = SystemdUnit(
        name: "logrotate.timer.d/nagaya.conf",
        sections: [
            .init(
                name: "Timer",
                lines: [
                    .comment(
                        "An empty value forgets the distribution's time. What rotates daily still does so once a day."),
                    .setting("OnCalendar", ""), .setting("OnCalendar", "hourly"), .setting("RandomizedDelaySec", "0"),
                    .setting("AccuracySec", "5min"),
                ])
        ])
}
