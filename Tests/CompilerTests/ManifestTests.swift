import Foundation
import TestSupport
import Testing

@testable import Compiler

struct ManifestTests {
    private let artifacts = [
        Artifact(path: "opt/nagaya/bin/backup", contents: Array("#!/bin/bash\n".utf8), isExecutable: true),
        Artifact(path: "etc/empty", contents: []),
        Artifact(path: "RUNBOOK.md", contents: Array("# vps\n".utf8)),
    ]

    @Test func `lists every artifact but itself, in the order of paths`() {
        let manifest = Manifest(of: artifacts + [Manifest(of: artifacts).artifact])
        #expect(manifest.entries.map(\.path) == ["RUNBOOK.md", "etc/empty", "opt/nagaya/bin/backup"])
        let text = String(decoding: manifest.artifact.contents, as: UTF8.self)
        // The digest of nothing, FIPS 180-4.
        #expect(text.contains("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  etc/empty\n"))
    }

    @Test func `is accepted by sha256sum, which also sees a changed file`() throws {
        let directory = try TemporaryDirectory()
        _ = try OutputTree(root: directory.path).write(artifacts + [Manifest(of: artifacts).artifact])
        let accepted = try run("sha256sum", ["--check", "--strict", Manifest.path], in: directory.url)
        #expect(accepted.status == 0, "\(accepted.error)")
        #expect(accepted.output.split(separator: "\n").count == 3)
        try Data("changed".utf8).write(to: directory.url("etc/empty"))
        #expect(try run("sha256sum", ["--check", "--strict", Manifest.path], in: directory.url).status == 1)
    }

    @Test func `reads back what it printed`() {
        let manifest = Manifest(of: artifacts)
        let read = Manifest(parsing: manifest.artifact.contents)
        #expect(read.entries.map(\.path) == manifest.entries.map(\.path))
        #expect(read.entries.map(\.digest) == manifest.entries.map(\.digest))
    }

    @Test(arguments: ["../passwd", "/etc/passwd", "a//b", "a/./b", "a/../../b", ""])
    func `records no path that leaves the directory`(path: String) {
        let digest = String(repeating: "0", count: 64)
        #expect(Manifest(parsing: Array("\(digest)  \(path)\n".utf8)).entries.isEmpty)
        #expect(Manifest(parsing: Array("\(digest)  etc/\(path.isEmpty ? "a" : "b")\n".utf8)).entries.count == 1)
    }
}
