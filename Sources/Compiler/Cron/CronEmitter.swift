internal import Spec

/// Emits one file of `/etc/cron.d` for each job.
enum CronEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        host.jobs.map { Crontab($0, timezone: host.spec.machine.timezone).artifact }
    }
}

extension Crontab {
    /// Beyond the job's own limit: the wait for another run's lock, and the alert that follows.
    private static let margin = Duration.minutes(15)

    fileprivate init(_ job: ScheduledJob, timezone: TimeZoneName) {
        let kind = job.kind.rawValue
        name = "nagaya-\(kind)"
        comments = [
            "The time is that of \(timezone.text), the machine's time zone.",
            "flock drops a start while the last run still works; the program itself waits for deployments and other jobs.",
            "Output goes to the journal: journalctl -t nagaya-\(kind)",
        ]
        environment = [
            ("SHELL", "/bin/sh"), ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            ("MAILTO", "\"\""),
        ]
        schedule = job.schedule
        user = "root"
        command = [
            // Not the lock of the programs, which waits.
            "flock", "-n", "/run/nagaya-\(kind).cron.lock", "systemd-cat", "--identifier=nagaya-\(kind)",
            // Ends what the program's own limit did not.
            "timeout", "--kill-after=60", "\(job.timeout.seconds + Self.margin.seconds)",
            "nice", "-n", "10", "ionice", "-c", "2", "-n", "7",
            "systemd-run", "--scope", "--quiet", "--collect", "--slice=\(SystemdUnit.sliceName)",
            "-p", "MemoryMax=\(job.memory.bytes)", "-p", "MemorySwapMax=0", "\(ServerPaths.programs)/\(kind)",
        ]
    }
}
