internal import Spec

/// Emits the monitor's service and timer, the slice of all jobs, and the drop-in that bounds nginx.
enum HostUnitEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        let units: [SystemdUnit] = [
            .monitorService(host.spec.notify), .monitorTimer(host.spec.monitor), .slice(host.jobs),
            .nginxDropIn(host.spec.proxy),
        ]
        return units.map(\.artifact)
    }
}

extension SystemdUnit {
    /// The slice of the monitor and of what cron runs.
    static let sliceName = "nagaya.slice"
    /// The monitor starts Docker's command line, which takes about 50 MB; it lives in the headroom of the memory budget.
    fileprivate static let monitorMemory = ByteSize.mebibytes(96)
    /// Longer than a pass in which Docker does not answer.
    private static let monitorTimeout = Duration.minutes(5)

    fileprivate static func monitorService(_ notify: Notify?) -> SystemdUnit {
        let service: [Line] = [
            .setting("Type", "oneshot"), .setting("ExecStart", "\(ServerPaths.programs)/monitor"),
            .setting("TimeoutStartSec", "\(monitorTimeout.seconds)s"), .setting("Slice", sliceName),
            .setting("MemoryMax", "\(monitorMemory.bytes)"), .setting("MemorySwapMax", "0"),
            .setting("StateDirectory", ServerPaths.state), .setting("RuntimeDirectory", ServerPaths.runtime),
            .comment("Locks of other programs lie there too."),
            .setting("RuntimeDirectoryPreserve", "yes"),
        ]
        let sandbox = Sandbox(network: .internet, startsMailer: notify?.mail != nil, homes: "tmpfs")
        return SystemdUnit(
            name: "nagaya-monitor.service",
            sections: [
                .unit([.setting("Description", "One look at the machine and its apps")]),
                .service(service + sandbox.lines),
            ])
    }

    fileprivate static func monitorTimer(_ monitor: Monitor) -> SystemdUnit {
        SystemdUnit(
            name: "nagaya-monitor.timer",
            sections: [
                .unit([.setting("Description", "Looks at the machine every \(monitor.interval.text)")]),
                Section(
                    name: "Timer",
                    lines: [
                        .comment("Apps may take a while to start."), .setting("OnBootSec", "2min"),
                        .setting("OnUnitActiveSec", "\(monitor.interval.seconds)s"),
                        .comment("The default would let a look be a minute late."), .setting("AccuracySec", "1s"),
                    ]),
                .install(wantedBy: "timers.target"),
            ])
    }

    /// Jobs and the monitor together may not take more than the largest job and the monitor: jobs hold one lock.
    fileprivate static func slice(_ jobs: [ScheduledJob]) -> SystemdUnit {
        let memory = monitorMemory + (jobs.map(\.memory).max() ?? .zero)
        return SystemdUnit(
            name: sliceName,
            sections: [
                .unit([.setting("Description", "Jobs that give way to the apps")]),
                Section(
                    name: "Slice",
                    lines: [
                        .setting("MemoryMax", "\(memory.bytes)"), .setting("CPUWeight", "20"),
                        .setting("IOWeight", "20"),
                        .setting("TasksMax", "256"),
                    ]),
            ])
    }

    fileprivate static func nginxDropIn(_ proxy: Proxy) -> SystemdUnit {
        SystemdUnit(
            name: "nginx.service.d/nagaya.conf",
            sections: [
                .service([
                    .setting("MemoryMax", "\(proxy.memory.bytes)"),
                    .comment(
                        "A worker that is killed for memory is replaced by nginx itself; by default all would be stopped."
                    ),
                    .setting("OOMPolicy", "continue"), .setting("OOMScoreAdjust", "-500"),
                    .comment("A weight and no quota: a burst of TLS handshakes may use what nobody else wants."),
                    .setting("CPUWeight", "200"), .setting("LimitNOFILE", "65536"),
                    .setting("Restart", "on-failure"), .setting("RestartSec", "5s"),
                ])
            ])
    }
}
