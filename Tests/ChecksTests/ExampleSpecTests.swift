import Checks
import Spec
import TestSupport
import Testing

@Suite("The specs of this repository")
struct ExampleSpecTests {
    @Test("are sound, without a warning", arguments: ["spec.yaml", "examples/third-app/spec.yaml"])
    func sound(_ path: String) throws {
        let text = try Project.text(path)
        #expect(SpecFile(SourceFile(text: text)).spec != nil)
        let found = diagnostics(of: text, today: today)
        #expect(found.isEmpty, "\(found.flatMap { lines(of: $0, in: text) }.joined(separator: "\n"))")
    }

    @Test("the plan as written has each of its mistakes reported once, at the line that causes it")
    func asPlanned() throws {
        let text = try Project.text("examples/as-planned/spec.yaml")
        let found = diagnostics(of: text, today: today)
        #expect(found.allSatisfy { $0.waiver == nil })
        let source = text.split(separator: "\n", omittingEmptySubsequences: false)
        let told = found.map { "\($0.rule): \(source[Int($0.span.start.line) - 1].drop { $0 == " " })" }
        #expect(
            told == [
                "system-reserve-too-small: reserve: { memory: 150M, cpus: 0.3, disk: 74G }",
                "firewall-rule-without-effect: deny: [8001, 8002]",
                "firewall-rule-without-effect: deny: [8001, 8002]",
                "build-on-server-over-memory: source: { build: ./api, base: python:3.12 }",
                "route-unreachable: - { path: /api/editor/, to: /, read_timeout: 60s }",
                "limit-never-reached: memory: 800M",
                "memory-overcommit: memory: 800M",
                "live-copy-of-database: backup: { method: copy }",
                "build-on-server-over-memory: source: { build: ./api, dockerfile: Dockerfile, base: node:20-alpine }",
                "project-name-clash: project: backend",
                "route-unreachable: - { path: /api/voice/, to: /, read_timeout: 30s }",
                "health-command-not-in-image: command: [curl, -f, \"http://localhost:8002/health\"]",
                "log-rotation-missing: store: logs",
                "backup-without-notification: backups:",
                "backup-same-disk-only: directory: /backups",
                "retention-over-disk: keep: { daily: 30, weekly: 0, monthly: 0 }",
            ], "\(told.joined(separator: "\n"))")
    }

    @Test("what is said about the plan is as recorded")
    func asPlannedMessages() throws {
        let text = try Project.text("examples/as-planned/spec.yaml")
        let lines = diagnostics(of: text, today: today).flatMap { ChecksTests.lines(of: $0, in: text) + [""] }
        try expectGolden(Array(lines.joined(separator: "\n").utf8), "Tests/Goldens/as-planned-messages.txt")
    }
}
