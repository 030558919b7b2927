import Compiler

/// `systemd-analyze verify` over every unit; any word it says counts, since it exits 0 on unknown keys and bad values.
struct SystemdVerifier: Verifier {
    let name = "systemd-analyze"

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard let analyze = Tool("systemd-analyze") else { return .notRun("systemd is not installed") }
        let files = scratch.artifacts(under: "etc/systemd/system/")
        if files.isEmpty { return .nothing }
        let root = "\(scratch.directory)/systemd"
        for file in files { try ScratchFiles.write(file.contents, to: "\(root)/\(file.path)") }
        try makeStubs(for: files, in: root)
        let units = files.filter { !$0.path.contains(".d/") }
        for unit in units {
            let path = "\(root)/\(unit.path)"
            let result = try await analyze.run(["--root=\(root)", "--man=no", "--recursive-errors=no", "verify", path])
            if !result.succeeded || !result.lines.isEmpty { return .failed(result.lines) }
        }
        return .passed("\(units.count) units")
    }

    /// Programs and units of the server that the units name: without them the tool complains of this machine, not of them.
    private func makeStubs(for files: [Artifact], in root: String) throws(Failure) {
        let own = Set(files.compactMap { $0.path.split(separator: "/").last.map(String.init) })
        var programs: Set<String> = []
        var units: Set<String> = [
            "sysinit.target", "basic.target", "shutdown.target", "timers.target", "multi-user.target",
        ]
        for line in files.flatMap(\.lines) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...]
            let words = value.split(separator: " ")
            if line.hasPrefix("Exec"), let program = words.first?.drop(while: { "-@+!:".contains($0) }) {
                programs.insert(String(program))
            }
            units.formUnion(words.filter { word in Self.suffixes.contains { word.hasSuffix($0) } }.map(String.init))
        }
        for program in programs.sorted() where program.hasPrefix("/") {
            try ScratchFiles.write("#!/bin/sh\n", to: root + program, mode: 0o755)
        }
        for unit in units.subtracting(own).sorted() where !unit.contains("/") {
            let body = unit.hasSuffix(".service") ? "[Service]\nExecStart=/bin/true\n" : "[Unit]\nDescription=\(unit)\n"
            try ScratchFiles.write(body, to: "\(root)/usr/lib/systemd/system/\(unit)")
        }
        try ScratchFiles.write("#!/bin/sh\n", to: "\(root)/bin/true", mode: 0o755)
    }

    private static let suffixes = [".service", ".target", ".socket", ".mount"]
}
