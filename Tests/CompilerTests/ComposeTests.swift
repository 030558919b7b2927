import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct ComposeTests {
    @Test func `emits the recorded files`() throws {
        try expectGoldens(ComposeEmitter.artifacts(for: SampleHost.host()), "Compose")
    }

    /// Every sample here is also checked against the schema.
    @Test(arguments: ["ubuntu-22.04", "ubuntu-24.04", "debian-12", "debian-13"])
    func `satisfies the Compose Specification's schema on every system`(os: String) throws {
        for artifact in ComposeEmitter.artifacts(for: try SampleHost.host(replacing: ["ubuntu-24.04": os])) {
            _ = try read(artifact)
        }
    }

    @Test func `is refused by the schema when a key is misspelt`() throws {
        let artifact = try #require(ComposeEmitter.artifacts(for: try SampleHost.host()).first)
        let misspelt = artifact.text.replacing("pull_policy", with: "pul_policy")
        #expect(try validate(Array(misspelt.utf8)).status == 1)
    }

    @Test func `names each project, so that two directories called backend are two projects`() throws {
        let names = try ComposeEmitter.artifacts(for: SampleHost.host()).map { try read($0)["name"] as? String }
        #expect(names == ["editor", "voice-sales"])
    }

    @Test func `publishes on loopback, or in brackets on an IPv6 address`() throws {
        #expect(try service("editor", of: SampleHost.host())["ports"] as? [String] == ["127.0.0.1:8001:8001"])
        #expect(try service("voice", of: SampleHost.host())["ports"] as? [String] == ["127.0.0.1:8002:3000"])
        let host = try SampleHost.host(replacing: ["    port: 8001": "    bind: \"::1\"\n    port: 8001"])
        #expect(try service("editor", of: host)["ports"] as? [String] == ["[::1]:8001:8001"])
    }

    @Test func `limits memory without hidden swap, processor and processes, in the form that Compose enforces`() throws
    {
        let service = try service("editor", of: SampleHost.host())
        let resources = try #require((service["deploy"] as? [String: Any])?["resources"] as? [String: Any])
        let limits = try #require(resources["limits"] as? [String: Any])
        #expect(limits["memory"] as? String == "256M")
        #expect(limits["cpus"] as? String == "0.7")
        #expect(limits["pids"] as? Int == 128)
        #expect(service["memswap_limit"] as? String == "256M")
        // Compose refuses a file in which two places disagree, so each limit is in one.
        #expect(service["mem_limit"] == nil && service["pids_limit"] == nil && service["cpus"] == nil)
    }

    @Test func `leaves both limits out where the spec has none`() throws {
        let service = try service("editor", of: SampleHost.host(replacing: ["    memory: 256M\n": ""]))
        #expect(service["memswap_limit"] == nil)
    }

    @Test func `drops every capability and privilege`() throws {
        let editor = try service("editor", of: SampleHost.host())
        #expect(editor["cap_drop"] as? [String] == ["ALL"])
        #expect(editor["cap_add"] == nil)
        #expect(editor["security_opt"] as? [String] == ["no-new-privileges:true"])
        #expect(editor["read_only"] as? Bool == true)
        #expect(editor["tmpfs"] as? [String] == ["/tmp:size=16777216,mode=1777"])
        #expect(editor["user"] as? String == "10001:10001")
        let voice = try service("voice", of: SampleHost.host())
        #expect(voice["cap_add"] as? [String] == ["NET_BIND_SERVICE"])
        #expect(voice["read_only"] as? Bool == false)
        #expect(voice["tmpfs"] == nil, "a size of zero would be no limit")
    }

    @Test func `mounts directories that must exist, at their absolute places`() throws {
        let volumes = try #require(try service("editor", of: SampleHost.host())["volumes"] as? [[String: Any]])
        #expect(volumes.map { $0["source"] as? String } == ["/opt/editor/backend/data", "/opt/editor/backend/logs"])
        #expect(volumes.map { $0["target"] as? String } == ["/data", "/app/logs"])
        #expect(volumes.allSatisfy { ($0["bind"] as? [String: Bool]) == ["create_host_path": false] })
    }

    @Test func `checks health by a command that the base image has, at the container's port`() throws {
        let command = try #require(
            (try service("voice", of: SampleHost.host())["healthcheck"] as? [String: Any])?["test"] as? [String])
        #expect(command == ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/health"])
        let bash = try #require(
            (try service("editor", of: SampleHost.host())["healthcheck"] as? [String: Any])?["test"] as? [String])
        #expect(bash.prefix(3) == ["CMD", "bash", "-c"])
        #expect(bash.last?.contains("\"$$status\" = 200") == true, "Compose would replace a single dollar sign")
    }

    @Test func `reads the env file byte for byte where Compose can`() throws {
        let file = { (host: ResolvedHost) in
            try #require(try self.service("editor", of: host)["env_file"] as? [[String: Any]]).first
        }
        let raw = try file(SampleHost.host())
        #expect(raw?["path"] as? String == "/opt/editor/backend/.env.prod")
        #expect(raw?["format"] as? String == "raw")
        #expect(raw?["required"] as? Bool == true)
        #expect(try file(SampleHost.host(replacing: ["ubuntu-24.04": "debian-13"]))?["format"] == nil)
        let environment = try #require(try service("editor", of: SampleHost.host())["environment"] as? [String: String])
        #expect(environment == ["PORT": "8001", "PRICE": "5$$ a month"])
    }

    @Test func `has one owner of restarts and never pulls at a start`() throws {
        for app in ["editor", "voice"] {
            let service = try service(app, of: SampleHost.host())
            #expect(service["restart"] as? String == "on-failure")
            #expect(service["pull_policy"] as? String == "never")
            #expect(service["init"] as? Bool == true)
            #expect(service["container_name"] == nil)
        }
    }

    @Test func `bounds the container's logs`() throws {
        let logging = try #require(try service("editor", of: SampleHost.host())["logging"] as? [String: Any])
        #expect(logging["driver"] as? String == "local")
        #expect(logging["options"] as? [String: String] == ["max-size": "10M", "max-file": "3"])
        let single = try #require(try service("voice", of: SampleHost.host())["logging"] as? [String: Any])
        #expect(single["options"] as? [String: String] == ["max-size": "5M", "max-file": "1", "compress": "false"])
    }

    @Test func `prints long durations in units that Compose knows`() throws {
        let host = try SampleHost.host(replacing: ["    user: 10001": "    user: 10001\n    stop_grace: 1d"])
        #expect(try service("editor", of: host)["stop_grace_period"] as? String == "86400s")
    }

    // MARK: Reading

    private func service(_ app: String, of host: ResolvedHost) throws -> [String: Any] {
        let file = try read(ComposeEmitter.artifact("opt/\(app)/backend/compose.yaml", for: host))
        return try #require((file["services"] as? [String: Any])?["app"] as? [String: Any])
    }

    /// The file as python3-yaml reads it, once the schema accepts it.
    private func read(_ artifact: Artifact) throws -> [String: Any] {
        let result = try validate(artifact.contents)
        #expect(result.status == 0, "needs python3-yaml and python3-jsonschema; \(artifact.path): \(result.error)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    private func validate(_ contents: [UInt8]) throws -> CommandResult {
        let script = """
            import json, sys, yaml, jsonschema
            value = yaml.safe_load(sys.stdin.buffer)
            with open(sys.argv[1]) as file:
                jsonschema.Draft7Validator(json.load(file)).validate(value)
            json.dump(value, sys.stdout)
            """
        let schema = Project.root.appending(path: "Sources/CommandLine/Resources/compose-spec.json").path
        return try run("/usr/bin/python3", ["-c", script, schema], input: contents)
    }
}
