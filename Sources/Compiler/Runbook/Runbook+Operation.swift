internal import Spec

extension Runbook {
    func writeInstallation(to page: inout Markdown) {
        page.heading(2, "First installation")
        let dialect = DockerDialect(machine.os)
        var packages = ["nginx", "certbot", "ufw", "cron", "logrotate", "curl", "sqlite3", "openssl", "openssh-client"]
        if dialect.isPackagedByDistribution { packages += dialect.packages }
        page.paragraph("On the server (\(code(login))), once:")
        page.commands(["apt-get update", "apt-get install -y \(packages.joined(separator: " "))"])
        if !dialect.isPackagedByDistribution {
            page.paragraph(
                "This system has no Compose v2: add Docker's package source (<https://docs.docker.com/engine/install/debian/>) and "
                    + "install \(dialect.packages.map(code).joined(separator: ", ")).")
        }
        page.paragraph("On your own machine, from the directory of the spec:")
        page.commands(applyCommands)
        page.steps([
            "`apply.sh` checks the tree with the server's own tools, installs it or leaves the server as it was, and lists what is left to do.",
            "Fill in the secrets above and point the name \(code(spec.domain.text)) to \(machine.address.text).",
            "Run `apply.sh` again: it starts the apps that were waiting and obtains the certificate.",
            "Look: \(code("curl -fsS https://\(spec.domain.text)/health")) and \(code("systemctl --failed")).",
        ])
    }

    /// Building and installing, on the reader's machine.
    private var applyCommands: [String] {
        let port = machine.ssh.port == .ssh ? "" : " --port \(machine.ssh.port.text)"
        return ["make check", "make build-config", "out/deploy/apply.sh --to root@\(machine.address.text)\(port)"]
    }

    func writeOperation(to page: inout Markdown) {
        page.heading(2, "Deploying")
        page.paragraph(
            "The image is fetched or built first; then the container is replaced, must become healthy within the time of the spec, and "
                + "otherwise the previous image comes back. `--image REFERENCE` deploys another version, or an earlier one."
        )
        page.commands(host.apps.map { "\(ServerPaths.programs)/deploy \($0.app.id.text)" })
        page.paragraph(
            "A change of the spec goes the way of the first installation: check, build, commit `out/`, `apply.sh`.")

        page.heading(2, "Looking")
        page.commands(
            host.apps.map { "docker compose -p \($0.project) ps" } + [
                "docker stats --no-stream", "free -h; df -h /; systemctl --failed",
            ])
        page.paragraph(
            "The monitor looks every \(spec.monitor.interval.text); \(code("/var/lib/\(ServerPaths.state)/status/status.json")) is what it saw last."
        )

        page.heading(2, "Logs")
        page.commands(
            host.apps.map { "docker compose -p \($0.project) logs --tail 100 --follow" }
                + host.apps.map { "journalctl -u \($0.unit).service" } + [
                    "tail -f /var/log/nginx/access.log /var/log/nginx/error.log",
                    "journalctl -u nagaya-monitor.service",
                ])

        page.heading(2, "Restarting")
        page.commands(
            host.apps.map { "docker compose -p \($0.project) restart" } + ["nginx -t && systemctl reload nginx"])
        page.paragraph(
            "\(code("systemctl stop"))/\(code("start")) of an app's unit stops and starts it whole. Docker restarts what crashes; systemd starts what is "
                + "not running, one app after another. \(code("docker compose down")) is never needed.")

        writeRestoring(to: &page)
    }

    private func writeRestoring(to page: inout Markdown) {
        guard spec.backups != nil else { return }
        page.heading(2, "Restoring")
        page.paragraph(
            "Archives are verified before anything is replaced, and the replaced data is kept aside. Without a name the newest is taken."
        )
        var lines: [String] = []
        for app in host.apps where app.volumes.contains(where: { $0.volume.backupMethod != nil }) {
            let id = app.app.id.text
            lines += [
                "\(ServerPaths.programs)/restore \(id) --into /root/\(id)-restored   # looks, touches nothing",
                "\(ServerPaths.programs)/restore \(id) --yes   # replaces the data",
            ]
        }
        if lines.isEmpty {
            page.paragraph("No volume is backed up.")
            return
        }
        page.commands(lines)
        if spec.backups?.offsite != nil {
            page.paragraph(
                "With `--offsite` the archive is fetched from the other machine first. After the loss of the whole machine: the first "
                    + "installation on a new one, then `restore APP --offsite --yes` for each app.")
        }
    }

    func writeTroubleshooting(to page: inout Markdown) {
        page.heading(2, "Troubleshooting")
        page.heading(3, "An app restarts again and again, or memory runs out")
        page.commands(
            ["journalctl -k --grep 'out of memory|oom-kill' --since -1d"]
                + host.apps.map { app in
                    "docker inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}} {{.RestartCount}}' \"$(docker compose -p \(app.project) ps -aq \(HostedApp.service))\""
                } + [
                    "docker stats --no-stream",
                    "systemctl stop \(host.apps.last.map { "\($0.unit).service" } ?? "UNIT")   # makes room at once",
                ])
        page.paragraph(
            "Exit code 137 with `true` is the app's own limit: raise its `memory` in the spec if the budget above has room. 137 with `false` is the "
                + "whole machine: something takes more than the spec says, usually outside of containers.")

        page.heading(3, "502 Bad Gateway")
        page.paragraph("nginx got no answer from the app:")
        page.commands(
            host.apps.map { "curl -fsS \($0.healthURL)" } + host.apps.map { "docker compose -p \($0.project) ps" } + [
                "tail -n 20 /var/log/nginx/error.log", "nginx -t && systemctl reload nginx",
            ])

        page.heading(3, "A port is already in use")
        page.commands(host.apps.map { "ss -Hltnp 'sport = :\($0.app.port.text)'" })
        page.paragraph("End the program that is not in the table of ports by its own means, then start the app's unit.")

        page.heading(3, "The certificate is about to expire")
        page.commands([
            "systemctl list-timers certbot.timer", "certbot renew --dry-run", "journalctl -u certbot.service",
        ])

        page.heading(3, "SSH or the firewall")
        page.commands([
            "ufw status verbose", "\(ServerPaths.programs)/firewall   # again, changes nothing that is right",
        ])
        page.paragraph("Locked out: on the provider's console, \(code("ufw disable")) lets SSH in again.")

        page.heading(3, "The disk is full")
        page.commands([
            "df -h /; docker system df", "du -xsh \(directories) | sort -h", "docker image prune -f",
            "journalctl --vacuum-size=500M",
        ])
    }

    /// Where data grows.
    private var directories: String {
        ((spec.backups.map { [$0.directory.text] } ?? []) + ["/var/lib/docker", "/var/log"]
            + host.apps.map(\.app.directory.text))
            .joined(separator: " ")
    }
}
