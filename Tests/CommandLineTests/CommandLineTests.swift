import Foundation
import TestSupport
import Testing

/// Runs the tool that was built beside the tests.
func nagaya(
    _ arguments: String..., in directory: URL = Project.root, environment: [String: String] = [:], input: String = ""
) throws
    -> CommandResult
{
    let tests = try #require(CommandLine.arguments.first)
    let tool = URL(filePath: tests).deletingLastPathComponent().appending(path: "nagaya").path
    return try run(tool, arguments, in: directory, environment: environment, input: Array(input.utf8))
}

/// A spec with two findings of shape.
private let faulty = """
    version: 1
    host: { name: vps, address: 203.0.113.7, os: debian-12, timezone: UTC, cpus: 2, memory: 1G, disk: 100G }
    domain: vps
    certificate: { contact: ops@example.com }
    apps:
      editor:
        title: 名前 😀
        directory: /opt/editor
        source: { image: "node:22-alpine" }
        port: 8001
        port: 8002
        routes: [{ path: /api/editor/ }]
        memory: 128M
        disk: 5G
        health: { path: /health }

    """

/// The same, mended.
private let sound = faulty.replacingOccurrences(of: "    port: 8002\n", with: "")
    .replacingOccurrences(of: "domain: vps\n", with: "domain: vps.example.com\n")

@Suite("The command line")
struct CommandLineTests {
    @Test("prints findings with their lines, reasons and remedies")
    func textReport() throws {
        let result = try nagaya("check", "-", input: faulty)
        #expect(result.status == 1)
        #expect(result.error.isEmpty)
        try expectGolden(Array(result.output.utf8), "Tests/Goldens/faulty.txt")
    }

    @Test("prints the same findings as JSON of version 1")
    func jsonReport() throws {
        let result = try nagaya("check", "-", "--format", "json", input: faulty)
        #expect(result.status == 1)
        try expectGolden(Array(result.output.utf8), "Tests/Goldens/faulty.json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(json["version"] as? Int == 1)
    }

    @Test("says what a sound spec asks of the machine")
    func soundReport() throws {
        let result = try nagaya("check", "-", input: sound)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasPrefix("<stdin>: sound\n  memory  178 MB of 591 MB allocatable at the worst minute\n"))
    }

    /// Arguments, and the exit code that is documented for them.
    static let exitCodes: [(arguments: [String], status: Int32, words: String)] = [
        ([], 2, "USAGE: nagaya"), (["chek"], 2, "There is a similar command: nagaya check"),
        (["check", "--formt", "json"], 2, "Did you mean '--format'"),
        (["check", "--today", "May"], 2, "`May` is not a date"),
        (["check", "nowhere.yaml"], 3, "cannot read nowhere.yaml: No such file or directory"),
        (["check", "/"], 3, "cannot read /: Is a directory"),
        (["build", "spec.yaml", "-o", "/proc/nagaya"], 3, "/proc/nagaya"),
        (["explain", "port-clsh"], 2, "there is a similar rule: port-clash"),
        (["--version"], 0, "0."), (["--help"], 0, "SUBCOMMANDS"), (["explain", "port-clash"], 0, "port-clash"),
        (["--generate-completion-script", "bash"], 0, "complete"), (["schema"], 0, "json-schema.org"),
    ]

    @Test("ends with the documented exit code and says why", arguments: exitCodes)
    func exitCode(case: (arguments: [String], status: Int32, words: String)) throws {
        let tests = try #require(CommandLine.arguments.first)
        let tool = URL(filePath: tests).deletingLastPathComponent().appending(path: "nagaya").path
        let result = try run(tool, `case`.arguments, in: Project.root)
        #expect(result.status == `case`.status, "\(result.output)\(result.error)")
        #expect((result.output + result.error).contains(`case`.words), "\(result.output)\(result.error)")
        // What went wrong goes to standard error, so that a pipe does not swallow it.
        if `case`.status > 1 { #expect(result.output.isEmpty) }
    }

    @Test(
        "colours only when asked: flag, then NO_COLOR, then FORCE_COLOR, then a terminal",
        arguments: [
            (["--color", "always"], ["NO_COLOR": "1"], true), (["--color", "never"], ["FORCE_COLOR": "1"], false),
            ([], ["FORCE_COLOR": "1"], true), ([], ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
            ([], ["NO_COLOR": "", "CLICOLOR_FORCE": "1"], true), ([], [:], false),
        ])
    func colors(flags: [String], environment: [String: String], isColored: Bool) throws {
        let tests = try #require(CommandLine.arguments.first)
        let tool = URL(filePath: tests).deletingLastPathComponent().appending(path: "nagaya").path
        let unset = ["NO_COLOR": "", "FORCE_COLOR": "", "CLICOLOR_FORCE": ""]
        let result = try run(
            tool, ["check", "-"] + flags, environment: unset.merging(environment) { $1 }, input: Array(faulty.utf8))
        #expect(result.output.contains("\u{1B}[") == isColored)
    }

    @Test("output that cannot be written is a fault")
    func fullDevice() throws {
        let tests = try #require(CommandLine.arguments.first)
        let tool = URL(filePath: tests).deletingLastPathComponent().appending(path: "nagaya").path
        #expect(try run("sh", ["-c", "'\(tool)' schema >/dev/full"]).status == 3)
    }

    @Test("prints no secret that stands in the spec")
    func secrets() throws {
        let text = sound + "    environment: { set: { API_TOKEN: ghp_0123456789abcdefghijklmnopqrstuvwxyz } }\n"
        for format in ["text", "json"] {
            let result = try nagaya("check", "-", "--format", format, input: text)
            #expect(result.status == 1)
            #expect(result.output.contains("literal-secret"))
            #expect(!(result.output + result.error).contains("ghp_0123"))
        }
    }

    @Test("the threshold decides about warnings, not the format")
    func threshold() throws {
        let text = sound + "waivers:\n  - { rule: port-clash, reason: not needed }\n"
        for format in ["text", "json"] {
            #expect(try nagaya("check", "-", "--format", format, input: text).status == 0)
            #expect(try nagaya("check", "-", "--format", format, "--fail-on", "warning", input: text).status == 1)
        }
    }

    @Test("shows every value with its origin, defaults and what follows included")
    func show() throws {
        let variable = "    environment: { set: { MODE: production } }\n"
        let result = try nagaya("show", "-", input: sound + variable)
        let rows = result.output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
        }
        let find = { (path: String) in rows.first { $0.first == path } }
        #expect(find("apps.editor.port") == ["apps.editor.port", "8001", "<stdin>:10:11"])
        #expect(find("apps.editor.environment.set.MODE")?[1] == "production")
        #expect(find("proxy.memory") == ["proxy.memory", "50M", "default"])
        #expect(
            find("derived.apps.editor.unit") == [
                "derived.apps.editor.unit", "nagaya-editor.service", "from", "apps.editor",
            ])
    }

    @Test("the README quotes the output as it is")
    func readme() throws {
        let readme = try Project.text("README.md")
        #expect(readme.contains(try nagaya("check").output))
        let findings = try nagaya("check", "examples/as-planned/spec.yaml").output.components(separatedBy: "\n\n")
        let quoted = findings.filter { readme.contains($0) }
        #expect(findings.count == 17, "16 findings and the summary")
        #expect(quoted.count == 2)
    }

    @Test("a failed check writes nothing")
    func failedBuild() throws {
        let directory = try TemporaryDirectory()
        let result = try nagaya("build", "-", "-o", directory.url("out").path, input: faulty)
        #expect(result.status == 1)
        #expect(!FileManager.default.fileExists(atPath: directory.url("out").path))
    }

    @Test("building twice, and elsewhere, gives the same bytes; --check sees every difference")
    func builds() throws {
        let directory = try TemporaryDirectory()
        let (first, second) = (directory.url("first").path, directory.url("deep/second").path)
        for output in [first, first, second] {
            let result = try nagaya("build", "-", "-o", output, input: sound)
            #expect(result.status == 0, "\(result.error)\(result.output)")
        }
        #expect(try run("diff", ["-r", first, second]).status == 0)
        #expect(try nagaya("build", "-", "--check", "-o", first, input: sound).status == 0)
        try Data("# by hand\n".utf8).write(to: URL(filePath: first).appending(path: "RUNBOOK.md"))
        let edited = try nagaya("build", "-", "--check", "-o", first, input: sound)
        #expect(edited.status == 1)
        #expect(edited.output.contains("RUNBOOK.md"))
    }
}
