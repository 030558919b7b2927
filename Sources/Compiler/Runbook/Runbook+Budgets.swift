internal import Spec

extension Runbook {
    func writeMemory(to page: inout Markdown) {
        let memory = host.memory
        page.heading(2, "Memory")
        var rows = [
            ["Sold", memory.nominal.rounded, ""], ["The kernel leaves", memory.usable.rounded, "94.4 %, measured"],
            ["System and Docker Engine", memory.reserve.rounded, "`host.reserve`"],
            [
                "Around the containers", memory.overhead.rounded,
                "\(counted(memory.containers, "container")), \(MemoryBudget.containerOverhead.rounded) each",
            ],
            ["Kept free", MemoryBudget.headroom.rounded, "page cache, a login, apt"],
            ["**Left to give out**", "**\(memory.allocatable.rounded)**", ""],
        ]
        rows += memory.limits.map { [$0.owner, $0.amount.rounded, "limit"] }
        if let job = memory.job { rows.append([job.owner, job.amount.rounded, "limit while it runs"]) }
        rows.append([
            "**Given out**", "**\(memory.demand.rounded)**", "\((memory.allocatable - memory.demand).rounded) left",
        ])
        page.table(["What", "Amount", ""], rows)
        page.paragraph(
            "Sizes are in powers of 1024. The monitor alerts when \(machine.thresholds.memory.text) of the memory is in use. "
                + (memory.swap == .zero
                    ? "There is no swap." : "There are \(memory.swap.rounded) of swap, which no container may use."))
    }

    func writeProcessorAndDisk(to page: inout Markdown) {
        page.heading(2, "Processor and disk")
        page.table(
            ["Who", "Cores"],
            host.cpu.shares.map { [$0.owner, $0.amount.text] } + [
                ["**Together**", "**\(host.cpu.demand.text)** of \(host.cpu.cores.text)"]
            ])
        let disk = host.disk
        var rows = disk.shares.filter { $0.amount > .zero }.map { [$0.owner, $0.amount.rounded] }
        if disk.backupCopies > 0 {
            rows.append([
                "backups: \(disk.backupCopies) copies of \(disk.backupSize.rounded), as if nothing were compressed",
                disk.backups.rounded,
            ])
        }
        rows.append(["**Together**", "**\((disk.allotted + disk.backups).rounded)** of \(disk.total.rounded)"])
        page.table(["Who", "Disk"], rows)
        page.paragraph(
            "The monitor alerts at \(machine.thresholds.cpu.text) of the processor and \(machine.thresholds.disk.text) of the disk."
        )
    }

    func writeBackups(to page: inout Markdown) {
        page.heading(2, "Backups")
        guard let backups = spec.backups else {
            page.paragraph("The spec backs nothing up.")
            return
        }
        page.table(
            ["Job", "When", "Ended after", "Memory", "Its log"],
            host.jobs.map { job in
                let name = job.kind.rawValue
                return [
                    code("\(ServerPaths.programs)/\(name)"), "\(code(job.schedule.text)) (\(machine.timezone.text))",
                    job.timeout.text,
                    job.memory.rounded, code("journalctl -t nagaya-\(name)"),
                ]
            })
        page.table(["App", "Volume", "Directory", "Expected", "Growth", "Copied"], volumeRows)
        let keep = backups.keep
        page.list([
            "Archives: \(code("\(backups.directory.text)/APP/")), one a run, verified before older ones go.",
            "Kept: the newest of \(counted(keep.daily, "day")), \(counted(keep.weekly, "week")) and \(counted(keep.monthly, "month")).",
            backups.offsite.map { "Copied to \(code($0.text))." }
                ?? "**Not copied off this machine**: a lost disk loses data and archives alike.",
            backups.drill.map { "A restore is rehearsed \($0.rawValue)." }
                ?? "No restore is rehearsed: try one by hand with `restore APP --into DIR`.",
        ])
    }

    private var volumeRows: [[String]] {
        host.apps.flatMap { app in
            app.volumes.map { volume in
                [
                    app.app.id.text, volume.volume.id.text, code(volume.directory.text), volume.volume.size.rounded,
                    volume.volume.growth?.text ?? "", manner(of: volume.volume),
                ]
            }
        }
    }

    private func manner(of volume: Volume) -> String {
        if case .skip(let reason) = volume.backup { return "no: \(reason)" }
        return switch volume.backupMethod {
        case .copy: "as files, while the app runs"
        case .online: "by SQLite's backup interface, while the app runs"
        case .stop: "while the app is stopped"
        case nil: "no"
        }
    }

    func writeSecrets(to page: inout Markdown) {
        page.heading(2, "Secrets to provide")
        page.paragraph(
            "Values are on the server alone, in files of root with mode 0600; never in the spec, in `out/` or in git.")
        var rows: [[String]] = []
        for app in host.apps {
            guard let file = app.environmentFile else { continue }
            rows += app.app.environment.requires.map { [code($0.text), code(file.text), "app `\(app.app.id.text)`"] }
        }
        let notify = spec.notify
        if let webhook = notify?.webhook {
            rows.append([code(webhook.text), code(ServerPaths.secrets), "URL that alerts are posted to"])
        }
        if let heartbeat = notify?.heartbeat {
            rows.append([
                code(heartbeat.text), code(ServerPaths.secrets), "URL that is called after each complete backup",
            ])
        }
        if let offsite = spec.backups?.offsite {
            rows.append(["SSH key of root", code("/root/.ssh/"), "login as \(code("\(offsite.user)@\(offsite.host)"))"])
        }
        if rows.isEmpty {
            page.paragraph("None.")
        } else {
            page.table(["Name", "File", "For"], rows)
        }
    }
}
