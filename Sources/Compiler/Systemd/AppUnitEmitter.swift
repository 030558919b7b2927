internal import Spec

/// Emits the unit of each app, and the drop-in by which Docker Engine wakes them.
///
/// systemd starts apps, one after another; Docker restarts what crashes. So nobody does the other's part: the unit is a
/// `oneshot` around `compose up`, and the container's policy `on-failure` does not start it with Docker Engine.
enum AppUnitEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        var units: [SystemdUnit] = []
        var previous: String?
        for app in host.apps {
            units.append(.app(app, after: previous))
            previous = app.unit
        }
        return (units + [.dockerDropIn(host.apps)]).map(\.artifact)
    }
}

extension SystemdUnit {
    /// What `up` may take beyond the time until the app is healthy.
    private static let startMargin = Duration(seconds: 60)
    /// What `stop` may take beyond the app's own time.
    private static let stopMargin = Duration(seconds: 30)

    fileprivate static func app(_ hosted: HostedApp, after previous: String?) -> SystemdUnit {
        let app = hosted.app
        let compose = "\(ServerPaths.docker) compose --project-name \(hosted.project)"
        let seconds = app.deploy.timeout.seconds
        let up = "\(compose) up --detach --no-build --wait --wait-timeout \(seconds)"
        var unit: [Line] = [
            .setting("Description", "Containers of \(hosted.title)"),
            .comment("Not Requires=: a restart of Docker Engine would stop the app, which live-restore keeps running."),
            .setting("Wants", "docker.service"), .setting("After", "docker.service"),
        ]
        if let previous {
            unit += [
                .comment("One app starts after another, so that their peaks do not add up."),
                .setting("After", "\(previous).service"),
            ]
        }
        unit.append(.setting("RequiresMountsFor", app.directory.text))
        let service: [Line] = [
            .setting("Type", "oneshot"), .setting("RemainAfterExit", "yes"),
            .setting("WorkingDirectory", app.directory.text),
            .comment("Ends when the app is healthy. Images are fetched by deployments alone."),
            .setting("ExecStart", up),
            .comment("Starts what does not run and takes up a changed compose.yaml."),
            .setting("ExecReload", up), .setting("ExecStop", "\(compose) stop"),
            .setting("TimeoutStartSec", "\(seconds + startMargin.seconds)s"),
            .setting("TimeoutStopSec", "\(app.stopGrace.seconds + stopMargin.seconds)s"),
        ]
        let sandbox = Sandbox(
            network: .local, startsMailer: false, homes: app.directory.isInHome ? "read-only" : "tmpfs")
        return SystemdUnit(
            name: "\(hosted.unit).service",
            sections: [.unit(unit), .service(service + sandbox.lines), .install(wantedBy: "multi-user.target")])
    }

    fileprivate static func dockerDropIn(_ apps: [HostedApp]) -> SystemdUnit {
        let lines = apps.map { app in
            Line.setting("ExecStartPost", "-/usr/bin/systemctl --no-block try-reload-or-restart \(app.unit).service")
        }
        return SystemdUnit(
            name: "docker.service.d/nagaya.conf",
            sections: [
                .service(
                    [
                        .comment(
                            "Containers that did not survive a restart of Docker Engine start again; at boot the apps' units"
                        ),
                        .comment("are not active yet, and nothing happens."),
                    ] + lines)
            ])
    }
}

extension FilePath {
    /// Whether it lies where `ProtectHome=` hides files.
    fileprivate var isInHome: Bool {
        ["/home/", "/root/", "/run/user/"].contains { (text + "/").hasPrefix($0) }
    }
}
