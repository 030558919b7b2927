import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct SystemdTests {
    @Test func `emits the recorded units`() throws {
        let host = try SampleHost.host()
        try expectGoldens(AppUnitEmitter.artifacts(for: host) + HostUnitEmitter.artifacts(for: host), "Systemd")
    }

    @Test(arguments: [true, false])
    func `is clean under systemd-analyze verify, any output counted`(sendsMail: Bool) throws {
        let root = try scratchRoot(try host(sendsMail: sendsMail))
        let result = try verify(root)
        #expect(result.status == 0)
        #expect(result.output + result.error == "")
    }

    @Test func `would be found out by systemd-analyze if it had an unknown key`() throws {
        let root = try scratchRoot(try SampleHost.host())
        let unit = root.url("etc/systemd/system/nagaya-editor.service")
        try (String(contentsOf: unit, encoding: .utf8) + "MemoryLimitt=1\n").write(
            to: unit, atomically: true, encoding: .utf8)
        #expect(try verify(root).error.contains("MemoryLimitt"))
    }

    /// The limits are tenths, as `--threshold` takes them; 100 is a unit without any setting.
    @Test(arguments: [
        ("nagaya-editor.service", true, 15), ("nagaya-voice.service", true, 15), ("nagaya-monitor.service", false, 25),
        // A mailer needs rights of its own.
        ("nagaya-monitor.service", true, 35),
    ])
    func `is hardened by the measure of systemd-analyze security`(unit: String, sendsMail: Bool, limit: Int) throws {
        let root = try scratchRoot(try host(sendsMail: sendsMail))
        let arguments = [
            "security", "--offline=yes", "--no-pager", "--threshold=\(limit)", "--root=\(root.path)", unit,
        ]
        let result = try run("systemd-analyze", arguments)
        // A unit that cannot be loaded ends with 0 too.
        #expect(result.output.contains("Overall exposure level for \(unit)"), "\(result.error)")
        #expect(result.status == 0, "\(result.output.suffix(200))")
    }

    @Test func `starts one app after another, without stopping one for the other or for Docker Engine`() throws {
        let host = try SampleHost.host()
        let editor = try AppUnitEmitter.artifact("etc/systemd/system/nagaya-editor.service", for: host).text
        let voice = try AppUnitEmitter.artifact("etc/systemd/system/nagaya-voice.service", for: host).text
        #expect(!editor.contains("After=nagaya-"))
        #expect(voice.contains("After=nagaya-editor.service\n"))
        for unit in [editor, voice] {
            #expect(unit.contains("After=docker.service\n") && !unit.contains("\nRequires="))
            #expect(unit.contains("Type=oneshot\nRemainAfterExit=yes\n") && !unit.contains("Restart="))
        }
    }

    @Test func `does not hide the home directory in which an app lies`() throws {
        let host = try SampleHost.host(replacing: ["/opt/editor/backend": "/home/editor/backend"])
        #expect(
            try AppUnitEmitter.artifact("etc/systemd/system/nagaya-editor.service", for: host).text.contains(
                "ProtectHome=read-only\n"))
        #expect(
            try AppUnitEmitter.artifact("etc/systemd/system/nagaya-voice.service", for: host).text.contains(
                "ProtectHome=tmpfs\n"))
    }

    @Test func `prints a percent sign so that systemd reads one`() throws {
        let host = try SampleHost.host(replacing: ["title: Markdown Editor RAG": "title: 100 % editor"])
        let text = try AppUnitEmitter.artifact("etc/systemd/system/nagaya-editor.service", for: host).text
        #expect(text.contains("Description=Containers of 100 %% editor\n"))
    }

    @Test func `gives nginx the memory of the spec, and looks as often as the spec says`() throws {
        let host = try SampleHost.host(replacing: [
            "domain: vps.example.com": "domain: vps.example.com\nmonitor: { interval: 2m }"
        ])
        let nginx = try HostUnitEmitter.artifact("etc/systemd/system/nginx.service.d/nagaya.conf", for: host).text
        #expect(nginx.contains("MemoryMax=\(50 << 20)\n"))
        let timer = try HostUnitEmitter.artifact("etc/systemd/system/nagaya-monitor.timer", for: host).text
        #expect(timer.contains("OnUnitActiveSec=120s\n"))
    }

    // MARK: The scratch root

    private func host(sendsMail: Bool) throws -> ResolvedHost {
        sendsMail ? try SampleHost.host() : try SampleHost.host(replacing: [" mail: ops@example.com,": ""])
    }

    private func verify(_ root: TemporaryDirectory) throws -> CommandResult {
        let units = [
            "nagaya-editor.service", "nagaya-voice.service", "nagaya-monitor.timer", "nagaya.slice", "nginx.service",
            "docker.service",
        ]
        return try run("systemd-analyze", ["verify", "--man=no", "--root=\(root.path)"] + units)
    }

    /// A root with the units, stand-ins for what they start and for the packages' services, and systemd's own targets.
    private func scratchRoot(_ host: ResolvedHost) throws -> TemporaryDirectory {
        let root = try TemporaryDirectory()
        let artifacts = AppUnitEmitter.artifacts(for: host) + HostUnitEmitter.artifacts(for: host)
        _ = try OutputTree(root: root.path).write(artifacts + [Manifest(of: artifacts).artifact])
        for program in ["usr/bin/docker", "usr/bin/systemctl", "usr/bin/daemon", "opt/nagaya/bin/monitor"] {
            try write("#!/bin/sh\n", to: root.url(program))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root.url(program).path)
        }
        let own = root.url("usr/lib/systemd/system")
        for service in ["docker.service", "nginx.service"] {
            try write("[Service]\nExecStart=/usr/bin/daemon\n", to: own.appending(path: service))
        }
        let system = URL(filePath: "/usr/lib/systemd/system")
        for name in try FileManager.default.contentsOfDirectory(atPath: system.path) where name.hasSuffix(".target") {
            try FileManager.default.copyItem(at: system.appending(path: name), to: own.appending(path: name))
        }
        return root
    }

    private func write(_ text: String, to url: URL) throws {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: url, atomically: true, encoding: .utf8)
    }
}
