import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct CronTests {
    @Test func `emits the recorded files`() throws {
        try expectGoldens(CronEmitter.artifacts(for: SampleHost.host()), "Cron")
    }

    @Test func `emits nothing without backups, and no drill that is not asked for`() throws {
        let none = """
            version: 1
            host: { name: vps, address: 203.0.113.7, os: debian-13, timezone: UTC, cpus: 1, memory: 1G, disk: 10G }
            domain: vps.example.com
            certificate: { contact: ops@example.com }
            apps: {}
            """
        #expect(CronEmitter.artifacts(for: try SampleHost.host(none)).isEmpty)
        let undrilled = try SampleHost.host(replacing: ["  drill: monthly\n": ""])
        #expect(CronEmitter.artifacts(for: undrilled).map(\.path) == ["etc/cron.d/nagaya-backup"])
    }

    /// cron(8) ignores a file of /etc/cron.d for each of these, and says nothing of the first.
    @Test func `is loaded by cron: name, last newline, user, and fields`() throws {
        for artifact in CronEmitter.artifacts(for: try SampleHost.host()) {
            let name = try #require(artifact.path.split(separator: "/").last)
            #expect(name.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil)
            #expect(artifact.text.hasSuffix("\n") && !artifact.text.contains("\r"))
            let job = try #require(artifact.text.split(separator: "\n").last)
            #expect(job.split(separator: " ")[5] == "root")
            // `crontab -n` reads the form without the user.
            let userForm = artifact.text.replacing(" root flock", with: " flock")
            #expect(try check(userForm).status == 0, "needs cron")
            #expect(
                try check(
                    userForm.replacing("0 2 * * *", with: "61 2 * * *").replacing("0 4 1 * *", with: "61 4 1 * *")
                ).status == 1)
        }
    }

    private func check(_ text: String) throws -> CommandResult {
        let directory = try TemporaryDirectory()
        try text.write(to: directory.url("crontab"), atomically: true, encoding: .utf8)
        return try run("crontab", ["-n", directory.url("crontab").path])
    }

    @Test func `runs the command that it prints, percent signs and quotes included`() throws {
        let schedule = try CronSchedule.parse("0 2 * * *")
        let arguments = ["%F", "it's", "two words", "", "$HOME", "a;b", "*", "\\"]
        let table = Crontab(
            name: "x", comments: [], environment: [], schedule: schedule, user: "root",
            command: ["printf", "<%s>"] + arguments)
        let line = try #require(table.artifact.text.split(separator: "\n").last)
        #expect(line.replacing("\\%", with: "").contains("%") == false, "cron would end the line there")
        let command = line.dropFirst("0 2 * * * root ".count).replacing("\\%", with: "%")
        let result = try run("/bin/sh", ["-c", String(command)])
        #expect(result.output == arguments.map { "<\($0)>" }.joined())
    }

    @Test func `bounds a job in memory and time, and lets no start overlap`() throws {
        let text = try CronEmitter.artifact("etc/cron.d/nagaya-backup", for: SampleHost.host()).text
        #expect(text.contains("\n0 2 * * * root flock -n /run/nagaya-backup.cron.lock "))
        #expect(text.contains(" timeout --kill-after=60 8100 "))
        #expect(text.contains(" -p MemoryMax=\(96 << 20) -p MemorySwapMax=0 /opt/nagaya/bin/backup\n"))
        #expect(text.contains("Asia/Tokyo"))
        #expect(text.contains("\nMAILTO=\"\"\n"))
    }
}
