internal import Spec

extension ShellAssignments {
    /// What the server's programs know of the machine, `host.conf`; `common.sh` says what each key means.
    init(_ host: Host) {
        let dialect = NginxDialect(host.spec.machine.os)
        let catchAll = dialect.rejectsHandshakes ? nil : (Host.placeholderCertificate, Host.placeholderKey)
        lines =
            [
                .comment(String(Artifact.header.dropFirst(2))),
                .comment("Facts of the spec for /opt/nagaya/bin; /opt/nagaya/lib/common.sh says what each means."),
                .set("HOST_NAME", host.spec.machine.name.text),
                .set("TIME_ZONE", host.spec.machine.timezone.text),
                .set("APPS", host.apps.map(\.app.id.text)),
                .set("STATE_DIRECTORY", "/var/lib/\(ServerPaths.state)"),
                .set("RUN_DIRECTORY", "/run/\(ServerPaths.runtime)"),
            ] + Self.recovery(host) + Self.monitoring(host) + [
                .set("CERTIFICATE_NAMES", host.certificateNames.map(\.text)),
                .set("CERTIFICATE_FILE", host.certificate),
                .set("CERTIFICATE_CONTACT", host.spec.certificate.contact.text),
                .set("ACME_WEBROOT", Host.acmeRoot),
                .set("CATCH_ALL_CERTIFICATE", catchAll?.0),
                .set("CATCH_ALL_KEY", catchAll?.1),
            ]
    }

    private static func recovery(_ host: Host) -> [Line] {
        let backups = host.spec.backups
        let interval = { (kind: ScheduledJob.Kind) in
            host.jobs.first { $0.kind == kind }?.schedule.longestGap ?? Duration(seconds: 0)
        }
        return [
            .set("BACKUP_DIRECTORY", backups?.directory.text),
            .set("BACKUP_KEEP_DAILY", backups?.keep.daily ?? 0),
            .set("BACKUP_KEEP_WEEKLY", backups?.keep.weekly ?? 0),
            .set("BACKUP_KEEP_MONTHLY", backups?.keep.monthly ?? 0),
            .set("BACKUP_OFFSITE", backups?.offsite?.text),
            .set("BACKUP_TIMEOUT", backups?.timeout ?? Duration(seconds: 0)),
            .set("BACKUP_INTERVAL", interval(.backup)),
            .set("DRILL_INTERVAL", interval(.restoreDrill)),
        ]
    }

    private static func monitoring(_ host: Host) -> [Line] {
        let thresholds = host.spec.machine.thresholds
        let notify = host.spec.notify
        let jobs = host.jobs.isEmpty ? [] : ["cron.service"]
        return [
            .set("NOTIFY_WEBHOOK", notify?.webhook?.text),
            .set("NOTIFY_MAIL", notify?.mail?.text),
            .set("NOTIFY_HEARTBEAT", notify?.heartbeat?.text),
            .set("MEMORY_THRESHOLD", thresholds.memory),
            .set("CPU_THRESHOLD", thresholds.cpu),
            .set("DISK_THRESHOLD", thresholds.disk),
            .set("MONITOR_UNITS", ["nginx.service", "docker.service"] + jobs + host.apps.map { "\($0.unit).service" }),
        ]
    }
}
