import Foundation
import Glibc
import TestSupport
import Testing

@testable import Compiler

struct OutputTreeTests {
    private let directory: TemporaryDirectory
    private let tree: OutputTree

    init() throws {
        directory = try TemporaryDirectory()
        tree = OutputTree(root: directory.url("out").path)
    }

    private static func artifacts(_ files: [String: String], executable: Set<String> = []) -> [Artifact] {
        let artifacts = files.map {
            Artifact(path: $0.key, contents: Array($0.value.utf8), isExecutable: executable.contains($0.key))
        }
        return artifacts + [Manifest(of: artifacts).artifact]
    }

    private func url(_ path: String) -> URL { directory.url("out/\(path)") }
    private func text(_ path: String) throws -> String { try String(contentsOf: url(path), encoding: .utf8) }

    @Test func `writes what is new or changed, and nothing the second time`() throws {
        let first = try tree.write(Self.artifacts(["etc/a": "1", "opt/x/b": "2"]))
        #expect(first.written == ["etc/a", "opt/x/b"])
        let second = try tree.write(Self.artifacts(["etc/a": "1", "opt/x/b": "3"]))
        #expect(second.written == ["opt/x/b"])
        #expect(second.unchanged == 1)
        let before = try modified(["etc/a", "opt/x/b", Manifest.path])
        #expect(try tree.write(Self.artifacts(["etc/a": "1", "opt/x/b": "3"])).written.isEmpty)
        #expect(try modified(["etc/a", "opt/x/b", Manifest.path]) == before)
    }

    private func modified(_ paths: [String]) throws -> [Date?] {
        try paths.map { try FileManager.default.attributesOfItem(atPath: url($0).path)[.modificationDate] as? Date }
    }

    @Test func `gives programs mode 0755 and all else 0644, whatever the umask`() throws {
        _ = try tree.write(Self.artifacts(["bin/run": "1", "etc/a": "1"], executable: ["bin/run"]))
        let mode = { (path: String) in
            try FileManager.default.attributesOfItem(atPath: url(path).path)[.posixPermissions] as? Int
        }
        #expect(try mode("bin/run") == 0o755)
        #expect(try mode("etc/a") == 0o644)
        chmod(url("bin/run").path, 0o644)
        #expect(
            try tree.compare(with: Self.artifacts(["bin/run": "1", "etc/a": "1"], executable: ["bin/run"])) == [
                .init(path: "bin/run", kind: .edited)
            ])
        _ = try tree.write(Self.artifacts(["bin/run": "1", "etc/a": "1"], executable: ["bin/run"]))
        #expect(try mode("bin/run") == 0o755)
    }

    @Test func `removes what it no longer makes, with the directories that held only that`() throws {
        _ = try tree.write(Self.artifacts(["etc/a": "1", "opt/x/deep/b": "2", "opt/y/c": "3"]))
        try Data("mine".utf8).write(to: url("opt/y/foreign"))
        let summary = try tree.write(Self.artifacts(["etc/a": "1"]))
        #expect(summary.removed == ["opt/x/deep/b", "opt/y/c"])
        #expect(!FileManager.default.fileExists(atPath: url("opt/x").path))
        #expect(try text("opt/y/foreign") == "mine")
    }

    @Test func `keeps a file that it no longer makes but somebody edited`() throws {
        _ = try tree.write(Self.artifacts(["etc/a": "1", "etc/b": "2"]))
        try Data("edited".utf8).write(to: url("etc/b"))
        let summary = try tree.write(Self.artifacts(["etc/a": "1"]))
        #expect(summary.kept == ["etc/b"])
        #expect(summary.removed.isEmpty)
        #expect(try text("etc/b") == "edited")
    }

    @Test func `tells that it overwrote an edit`() throws {
        _ = try tree.write(Self.artifacts(["etc/a": "1", "etc/b": "2"]))
        try Data("edited".utf8).write(to: url("etc/b"))
        let summary = try tree.write(Self.artifacts(["etc/a": "2", "etc/b": "3"]))
        #expect(summary.written == ["etc/a", "etc/b"])
        #expect(summary.overwritten == ["etc/b"])
        #expect(try text("etc/b") == "3")
    }

    @Test func `puts a directory where a file was, and a file where a directory was`() throws {
        _ = try tree.write(Self.artifacts(["a": "1", "b/c/d": "2"]))
        let summary = try tree.write(Self.artifacts(["a/x": "3", "b": "4"]))
        #expect(summary.removed == ["a", "b/c/d"])
        #expect(try text("a/x") == "3")
        #expect(try text("b") == "4")
    }

    @Test func `refuses to put a file over a directory that it did not make`() throws {
        try FileManager.default.createDirectory(at: url("etc/a/mine"), withIntermediateDirectories: true)
        #expect(throws: OutputError.occupied(path: "etc/a")) { try tree.write(Self.artifacts(["etc/a": "1"])) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: url("").path) == ["etc"])
    }

    @Test func `does not follow a link out of the tree`() throws {
        let outside = directory.url("outside")
        try FileManager.default.createDirectory(at: outside, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: url(""), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: url("etc"), withDestinationURL: outside)
        #expect(throws: OutputError.notADirectory(path: "etc")) { try tree.write(Self.artifacts(["etc/a": "1"])) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: outside.path).isEmpty)
    }

    @Test func `replaces a link by a file, not the file it points to`() throws {
        let target = directory.url("target")
        try Data("precious".utf8).write(to: target)
        try FileManager.default.createDirectory(at: url(""), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: url("a"), withDestinationURL: target)
        #expect(try tree.write(Self.artifacts(["a": "1"])).overwritten == ["a"])
        #expect(try String(contentsOf: target, encoding: .utf8) == "precious")
        #expect(try text("a") == "1")
    }

    @Test func `says which directory it may not write to`() throws {
        let file = directory.url("file")
        try Data().write(to: file)
        let blocked = OutputTree(root: file.path + "/out")
        #expect(throws: OutputError.refused(path: file.path + "/out", operation: "be created", code: ENOTDIR)) {
            try blocked.write(Self.artifacts(["a": "1"]))
        }
    }

    @Test func `refuses two artifacts with one path, or one inside the other`() throws {
        let twice = [Artifact(path: "etc/a", contents: [1]), Artifact(path: "etc/a", contents: [2])]
        #expect(throws: OutputError.clash(path: "etc/a")) { try tree.write(twice + [Manifest(of: twice).artifact]) }
        let inside = Self.artifacts(["etc/a": "1", "etc/a-b": "2", "etc/a/c/d": "3"])
        #expect(throws: OutputError.clash(path: "etc/a")) { try tree.write(inside) }
    }

    @Test func `keeps a second build out while one writes`() throws {
        _ = try tree.write(Self.artifacts(["a": "1"]))
        let files = PosixFiles()
        let root = try #require(try files.openRoot(url("").path, creating: false))
        #expect(try files.lock(root))
        #expect(throws: OutputError.busy(root: url("").path)) {
            try OutputTree(root: url("").path).write(Self.artifacts(["a": "2"]))
        }
        files.unlock(root)
        files.close(root)
        #expect(try OutputTree(root: url("").path).write(Self.artifacts(["a": "2"])).written == ["a"])
    }

    @Test func `tells stale, edited, missing, orphaned and foreign files apart`() throws {
        let old = Self.artifacts(["same": "1", "stale": "1", "edited": "1", "missing": "1", "orphan/o": "1"])
        _ = try tree.write(old)
        #expect(try tree.compare(with: old).isEmpty)
        try Data("by hand".utf8).write(to: url("edited"))
        try FileManager.default.removeItem(at: url("missing"))
        try Data("mine".utf8).write(to: url("orphan/foreign"))
        let new = Self.artifacts(["same": "1", "stale": "2", "edited": "1", "missing": "1", "etc/new": "1"])
        #expect(
            try tree.compare(with: new) == [
                .init(path: "MANIFEST.sha256", kind: .stale), .init(path: "edited", kind: .edited),
                .init(path: "etc/new", kind: .missing), .init(path: "missing", kind: .missing),
                .init(path: "orphan/foreign", kind: .foreign), .init(path: "orphan/o", kind: .orphan),
                .init(path: "stale", kind: .stale),
            ])
    }

    @Test func `finds everything missing where nothing was built`() throws {
        #expect(try tree.compare(with: Self.artifacts(["a": "1"])).map(\.kind) == [.missing, .missing])
        #expect(!FileManager.default.fileExists(atPath: url("").path))
    }

    @Test func `is never taken for fresh after a build was killed, at whatever operation`() throws {
        let old = Self.artifacts(["etc/a": "old", "etc/b": "same", "gone/c": "old", "swap": "old", "turn/d": "old"])
        let new = Self.artifacts(["etc/a": "new", "etc/b": "same", "opt/e": "new", "swap/f": "new", "turn": "new"])
        var stops = 0
        while true {
            let root = directory.url("killed-\(stops)")
            _ = try OutputTree(root: root.path).write(old)
            let files = StoppingFiles(after: stops)
            do {
                _ = try TreeWriter(files: files, root: root.path).write(new)
            } catch {
                #expect(files.hasStopped, "only the end of the process may stop a build: \(error)")
            }
            let isOld = try contents(of: root) == contents(of: old)
            let isNew = try contents(of: root) == contents(of: new)
            #expect(try OutputTree(root: root.path).compare(with: new).isEmpty == isNew, "after \(stops) operations")
            #expect(try OutputTree(root: root.path).compare(with: old).isEmpty == isOld, "after \(stops) operations")
            _ = try OutputTree(root: root.path).write(new)
            #expect(try contents(of: root) == contents(of: new), "the next build completes what was left")
            if !files.hasStopped { break }
            stops += 1
        }
        #expect(stops > 30)
    }

    @Test func `leaves the old tree and nothing else when new contents cannot be written`() throws {
        let old = Self.artifacts(["etc/a": "old", "gone/b": "old"])
        let new = Self.artifacts(["etc/a": "new", "opt/c": "new"])
        var refused = 0
        for stop in 0..<40 {
            let root = directory.url("refused-\(stop)")
            _ = try OutputTree(root: root.path).write(old)
            if let path = refusedPath(writing: new, to: root, after: stop), new.contains(where: { $0.path == path }) {
                // The file that is written is named, not the one in which its contents wait.
                let found = try contents(of: root)
                if found["etc/a"] == Array("old".utf8), found["gone/b"] != nil {
                    refused += 1
                    #expect(found == contents(of: old), "after \(stop) operations")
                }
            }
            _ = try OutputTree(root: root.path).write(new)
            #expect(try contents(of: root) == contents(of: new))
        }
        #expect(refused > 3)
    }

    /// The place at which one operation failed; nil if none did.
    private func refusedPath(writing artifacts: [Artifact], to root: URL, after stop: Int) -> String? {
        do {
            _ = try TreeWriter(files: StoppingFiles(after: stop, goesOn: true), root: root.path).write(artifacts)
            return nil
        } catch {
            guard case .refused(let path, "go on", StoppingFiles.code) = error else { return nil }
            return path
        }
    }

    private func contents(of artifacts: [Artifact]) -> [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: artifacts.map { ($0.path, $0.contents) })
    }

    private func contents(of root: URL) throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
            var isDirectory: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isDirectory)
            else { continue }
            if isDirectory.boolValue {
                // What a killed build leaves is no artifact, but neither the old tree nor the new one has it.
                if path == OutputTree.staging { found[path] = [] }
            } else {
                found[path] = Array(try Data(contentsOf: root.appending(path: path)))
            }
        }
        return found
    }
}
