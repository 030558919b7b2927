import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct RunbookTests {
    private func page(_ host: ResolvedHost) throws -> String {
        try RunbookEmitter.artifact("RUNBOOK.md", for: host).text
    }

    /// The lines between code fences.
    private func commands(_ page: String) -> [String] {
        var isInside = false
        return page.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            if line.hasPrefix("```") {
                isInside.toggle()
                return nil
            }
            return isInside ? String(line) : nil
        }
    }

    @Test func `lists who listens, who reaches it, and the next free port`() throws {
        let page = try page(SampleHost.host())
        #expect(page.contains("| 8001/tcp | 127.0.0.1 | app `editor` | nginx on this machine |\n"))
        #expect(page.contains("| 443/udp | any | a program outside the spec | everybody |\n"))
        #expect(page.contains("The next free port for an app is 8003."))
        let exposed = try SampleHost.host(replacing: ["    port: 8001": "    bind: 0.0.0.0\n    port: 8001"])
        #expect(
            try self.page(exposed).contains(
                "| 8001/tcp | all | app `editor` | whoever reaches its address: Docker publishes past UFW |"))
    }

    @Test func `takes every number from the budgets`() throws {
        let host = try SampleHost.host()
        let page = try page(host)
        #expect(page.contains("| **Left to give out** | **\(host.memory.allocatable.rounded)** |  |"))
        #expect(page.contains("| **Given out** | **530 MB** | 41 MB left |"), "256 + 128 + 50 + 96")
        #expect(page.contains("| **Together** | **1.7** of 2 |"))
        #expect(page.contains("when 80% of the memory is in use"))
    }

    @Test func `adds prices of one currency and says what sharing saves`() throws {
        let page = try page(SampleHost.host())
        #expect(page.contains("| **Together** | **1068 JPY/month** |"))
        #expect(page.contains("would cost 1936 JPY/month; sharing this one saves 968 JPY/month."))
        #expect(page.contains("**4 cores / 2 GB** for 1968 JPY/month, 1000 JPY more."))
        let mixed = try SampleHost.host(replacing: ["price: 100 JPY/month": "price: 12 EUR/year"])
        #expect(
            try self.page(mixed).contains("| **Together** | **968 JPY/month** |\n| **Together** | **1 EUR/month** |"))
    }

    @Test func `gives commands that bash can read, for each app, and none of Compose v1`() throws {
        let page = try page(SampleHost.host())
        let commands = commands(page)
        #expect(commands.count > 40)
        let result = try run("bash", ["-n"], input: Array(commands.joined(separator: "\n").utf8))
        #expect(result.status == 0 && result.error == "", "\(result.error)")
        for command in [
            "docker compose -p voice-sales restart", "/opt/nagaya/bin/deploy voice",
            "/opt/nagaya/bin/restore editor --yes   # replaces the data",
            "curl -fsS http://127.0.0.1:8002/health", "out/deploy/apply.sh --to root@203.0.113.7",
        ] {
            #expect(commands.contains(command), "\(command)")
        }
        // The package of Debian 13 is called so; the command of Compose v1 is nowhere.
        #expect(!page.contains("docker-compose "))
    }

    @Test func `names the system's own packages`() throws {
        #expect(try page(SampleHost.host()).contains(" docker.io docker-compose-v2\n"))
        let old = try page(SampleHost.host(replacing: ["ubuntu-24.04": "debian-12"]))
        #expect(old.contains("This system has no Compose v2") && !old.contains("docker.io"))
    }

    @Test func `reaches SSH at its own port`() throws {
        let page = try page(SampleHost.host(replacing: ["  plan:\n": "  ssh: { port: 2222 }\n  plan:\n"]))
        #expect(page.contains("`ssh -p 2222 root@203.0.113.7`"))
        #expect(page.contains("out/deploy/apply.sh --to root@203.0.113.7 --port 2222\n"))
    }

    @Test func `has tables whose rows have as many cells as their header`() throws {
        var width: Int?
        var rows = 0
        for line in try page(SampleHost.host(replacing: ["title: Markdown Editor RAG": "title: \"a | b\""])).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            guard line.hasPrefix("|") else {
                width = nil
                continue
            }
            let cells = line.replacing("\\|", with: "").split(separator: "|", omittingEmptySubsequences: false).count
            #expect(cells == width ?? cells, "\(line)")
            width = cells
            rows += 1
        }
        #expect(rows > 40)
    }

    @Test func `says plainly what is not backed up and what leaves the machine`() throws {
        let page = try page(SampleHost.host())
        #expect(page.contains("| no: rotated logs are not needed after a loss |"))
        #expect(page.contains("Copied to `sftp:backup@backup-server:/backups`."))
        let local = try self.page(SampleHost.host(replacing: ["  offsite: sftp:backup@backup-server:/backups\n": ""]))
        #expect(local.contains("**Not copied off this machine**"))
    }
}
