import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct ServerTests {
    @Test func `emits the recorded facts`() throws {
        try expectGoldens(ServerEmitter.facts(for: SampleHost.host()), "Server")
    }

    @Test func `lays programs, libraries, hook and installer out, with programs executable`() throws {
        let artifacts = try ServerEmitter.artifacts(for: SampleHost.host())
        let executable = artifacts.filter(\.isExecutable).map(\.path).sorted()
        #expect(
            executable == [
                "deploy/apply-validate.sh", "deploy/apply.sh", "etc/letsencrypt/renewal-hooks/deploy/nagaya",
                "opt/nagaya/bin/backup",
                "opt/nagaya/bin/deploy", "opt/nagaya/bin/monitor", "opt/nagaya/bin/notify", "opt/nagaya/bin/restore",
                "opt/nagaya/bin/restore-drill",
            ])
        #expect(artifacts.contains { $0.path == "opt/nagaya/lib/common.sh" })
    }

    @Test(arguments: [
        "plain", "", "it's", "$HOME `id` $(id) \\ \" ! * ? [a] {b,c} ~ # & ; | < >", "two\nlines\ttab", "日本語 🏠", "-n",
        "a=b", "'",
    ])
    func `writes a text that bash reads back unchanged, alone and in an array`(text: String) throws {
        let assignments = ShellAssignments(lines: [.set("TEXT", text), .set("ARRAY", ["first", text, "last"])])
        let script =
            String(decoding: assignments.text, as: UTF8.self) + #"printf '%s\0' "$TEXT" "${#ARRAY[@]}" "${ARRAY[@]}""#
        let result = try run("bash", ["-euc", script])
        #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
        #expect(result.output == [text, "3", "first", text, "last"].map { $0 + "\0" }.joined())
    }

    /// `common.sh` is where the keys are explained: what is emitted and what is explained must be the same.
    @Test func `emits exactly the keys that common sh explains`() throws {
        let host = try SampleHost.host()
        let documented = try keys(in: "host.conf", until: "apps/APP.conf")
        // Tests set these two; the programs' own values hold on a server.
        let optional: Set = ["PROC_DIRECTORY", "LOCK_WAIT"]
        #expect(assigned(ShellAssignments(host)) == documented.subtracting(optional))
        #expect(
            try assigned(ShellAssignments(#require(host.apps.first))) == keys(in: "apps/APP.conf", until: "secrets.env")
        )
    }

    @Test func `is read by the programs' own loader without complaint`() throws {
        let directory = try TemporaryDirectory()
        for artifact in try ServerEmitter.facts(for: SampleHost.host()) {
            let url = directory.url(artifact.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(artifact.contents).write(to: url)
        }
        let library = Project.root.appending(path: "Sources/Compiler/Scripts/common.sh").path
        let script =
            #"source "$1"; read_host; for app in "${APPS[@]}"; do load_app "$app"; echo "$app $VOLUME_COUNT ${VOLUME_METHODS[*]}"; done"#
        let result = try run(
            "bash", ["-c", script, "bash", library], environment: ["NAGAYA_ETC": directory.path + "/etc/nagaya"])
        #expect(result.error.isEmpty)
        #expect(result.output == "editor 2 online skip\nvoice 1 copy\n")
    }

    @Test func `turns backups off where the spec has none`() throws {
        let text = String(SampleHost.full.split(separator: "backups:\n")[0]) + "notify: { mail: ops@example.com }\n"
        let facts = try ServerEmitter.artifact("etc/nagaya/host.conf", for: SampleHost.host(text)).text
        #expect(facts.contains("\nBACKUP_DIRECTORY=\n"))
        #expect(facts.contains("\nNOTIFY_WEBHOOK=\n"))
        #expect(
            try !ServerEmitter.facts(for: SampleHost.host(text)).contains { $0.path.hasSuffix("secrets.env.example") })
    }

    @Test func `names the certificate for unknown names only where nginx needs one`() throws {
        let facts = { (os: String) in
            try ServerEmitter.artifact("etc/nagaya/host.conf", for: SampleHost.host(replacing: ["ubuntu-24.04": os]))
                .text
        }
        #expect(try facts("ubuntu-22.04").contains("\nCATCH_ALL_CERTIFICATE=\(ResolvedHost.placeholderCertificate)\n"))
        #expect(try facts("debian-13").contains("\nCATCH_ALL_CERTIFICATE=\n"))
    }

    private func assigned(_ assignments: ShellAssignments) -> Set<String> {
        Set(
            assignments.lines.compactMap { line in
                if case .assignment(let name, _) = line { name } else { nil }
            })
    }

    /// The keys that the comment of `common.sh` lists between two of its lines.
    private func keys(in start: String, until end: String) throws -> Set<String> {
        let lines = try Project.text("Sources/Compiler/Scripts/common.sh").split(separator: "\n")
        let section = lines.drop { $0 != "# \(start)" }.prefix { !$0.hasPrefix("# \(end)") }
        let keys = section.compactMap { line -> String? in
            guard line.hasPrefix("#   "), let key = line.dropFirst(4).split(separator: " ").first else { return nil }
            return key.allSatisfy { $0.isUppercase || $0 == "_" } && line.dropFirst(4).first != " " ? String(key) : nil
        }
        #expect(!keys.isEmpty)
        return Set(keys)
    }
}
