import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct DaemonTests {
    @Test func `emits the recorded file`() throws {
        try expectGoldens(DaemonEmitter.artifacts(for: SampleHost.host()), "Docker")
    }

    @Test func `publishes on loopback by default and bounds every log`() throws {
        let artifact = try DaemonEmitter.artifact("etc/docker/daemon.json", for: SampleHost.host())
        let value = try #require(try JSONSerialization.jsonObject(with: Data(artifact.contents)) as? [String: Any])
        #expect(value["ip"] as? String == "127.0.0.1")
        // dockerd refuses options of a log driver that are no strings.
        #expect(value["log-opts"] as? [String: String] == ["max-size": "10M", "max-file": "3"])
        #expect(value["live-restore"] as? Bool == true)
    }
}

struct EnvironmentTests {
    @Test func `emits the recorded files`() throws {
        try expectGoldens(EnvironmentEmitter.artifacts(for: SampleHost.host()), "Environment")
    }

    @Test func `sets each required variable to nothing, once, in the form that the system's Compose reads`() throws {
        let lines = { (host: ResolvedHost) in
            try EnvironmentEmitter.artifact("opt/editor/backend/.env.prod.example", for: host).text.split(
                separator: "\n"
            )
            .filter { !$0.hasPrefix("#") }
        }
        #expect(try lines(SampleHost.host()) == ["RAG_API_KEY=", "GITHUB_TOKEN="])
        #expect(
            try lines(SampleHost.host(replacing: ["ubuntu-24.04": "debian-13"])) == [
                "RAG_API_KEY=''", "GITHUB_TOKEN=''",
            ])
    }

    @Test func `keeps the env file out of git, as git itself reads it`() throws {
        let directory = try TemporaryDirectory()
        #expect(try run("git", ["init", "--quiet"], in: directory.url).status == 0)
        let artifact = try EnvironmentEmitter.artifact("opt/editor/backend/.gitignore", for: SampleHost.host())
        try Data(artifact.contents).write(to: directory.url(".gitignore"))
        let ignored = try run(
            "git", ["check-ignore", ".env.prod", "compose.override.yaml", ".env.prod.example", "compose.yaml"],
            in: directory.url)
        #expect(ignored.output == ".env.prod\ncompose.override.yaml\n")
    }

    @Test func `names an env file outside the app's directory at its own place`() throws {
        let host = try SampleHost.host(replacing: ["file: .env.prod": "file: /etc/editor/secrets"])
        let artifacts = EnvironmentEmitter.artifacts(for: host)
        #expect(artifacts.map(\.path).contains("etc/editor/secrets.example"))
        let gitignore = try EnvironmentEmitter.artifact("opt/editor/backend/.gitignore", for: host)
        #expect(!gitignore.text.contains("secrets"))
    }
}

struct LogrotateTests {
    @Test func `emits the recorded file`() throws {
        try expectGoldens(LogrotateEmitter.artifacts(for: SampleHost.host()), "Logrotate")
    }

    @Test func `emits nothing where no app rotates files`() throws {
        let host = try SampleHost.host(replacing: [" rotate: { keep: 7, size: 20M },": ""])
        #expect(LogrotateEmitter.artifacts(for: host).isEmpty)
    }

    @Test func `is understood by logrotate without a complaint, and rotates without touching what links lead to`()
        throws
    {
        let directory = try TemporaryDirectory()
        let logs = directory.url("logs")
        try FileManager.default.createDirectory(
            at: logs, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        try "a line\n".write(to: logs.appending(path: "app.log"), atomically: true, encoding: .utf8)
        try "precious".write(to: directory.url("precious"), atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            at: logs.appending(path: "link.log"), withDestinationURL: directory.url("precious"))
        let configuration = directory.url("nagaya")
        let text = try LogrotateEmitter.artifact("etc/logrotate.d/nagaya", for: SampleHost.host()).text
            .replacing("/opt/editor/backend/logs", with: logs.path)
        try text.write(to: configuration, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: configuration.path)

        let dry = try run("logrotate", ["-d", "-s", directory.url("state").path, configuration.path])
        #expect(dry.status == 0, "needs logrotate: \(dry.error)")
        #expect(complaints(in: dry.error) == [])
        #expect(dry.error.contains("Handling 1 logs"))
        let forced = try run("logrotate", ["-f", "-s", directory.url("state").path, configuration.path])
        #expect(forced.status == 0 && forced.error == "", "\(forced.error)")
        #expect(try Data(contentsOf: logs.appending(path: "app.log")).isEmpty)
        #expect(FileManager.default.fileExists(atPath: logs.appending(path: "app.log.1.gz").path))
        #expect(try String(contentsOf: directory.url("precious"), encoding: .utf8) == "precious")
    }

    @Test func `would be found out by logrotate if it had an unknown directive`() throws {
        let directory = try TemporaryDirectory()
        let text = try LogrotateEmitter.artifact("etc/logrotate.d/nagaya", for: SampleHost.host()).text.replacing(
            "missingok", with: "missingokay")
        try text.write(to: directory.url("nagaya"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: directory.url("nagaya").path)
        let dry = try run("logrotate", ["-d", "-s", directory.url("state").path, directory.url("nagaya").path])
        #expect(complaints(in: dry.error).contains { $0.contains("missingokay") })
    }

    /// What logrotate's debug mode says besides its account of what it would do; it ends with 0 on most faults.
    private func complaints(in error: String) -> [String] {
        let chatter = [
            "warning: logrotate in debug mode", "reading config file", "Reading state from file", "state file ",
            "Allocating hash table",
            "Handling ", "rotating pattern:", "empty log files", "considering log ", "Creating new state", "  Now: ",
            "  Last rotated at ",
            "  log does not need rotating", "  log ",
        ]
        return error.split(separator: "\n").map(String.init).filter { line in !chatter.contains { line.hasPrefix($0) } }
    }
}
