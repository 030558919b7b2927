/// Finds how a directory differs from a set of artifacts.
struct TreeComparison<Files: TreeFiles> {
    let files: Files
    let root: String

    func differences(from artifacts: [Artifact]) throws(OutputError) -> [OutputTree.Difference] {
        let artifacts = try ArtifactSet(artifacts)
        let opened = try refusing(root) { () throws(FileFault) in try files.openRoot(root, creating: false) }
        guard let handle = opened else {
            return (artifacts.files + [artifacts.manifest]).map { .init(path: $0.path, kind: .missing) }
        }
        defer { files.close(handle) }
        let recorded = try recordedDigests(in: handle)
        var differences: [OutputTree.Difference] = []
        var cursor = DirectoryCursor(files: files, root: handle)
        defer { cursor.close() }
        for artifact in artifacts.files + [artifacts.manifest] {
            if let kind = try kind(of: artifact, recorded: recorded[artifact.path], at: &cursor) {
                differences.append(.init(path: artifact.path, kind: kind))
            }
        }
        let known = Set(artifacts.files.map(\.path)).union([Manifest.path])
        try appendStrangers(in: handle, under: "", known: known, recorded: recorded, to: &differences)
        return differences.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private func recordedDigests(in root: DirectoryHandle) throws(OutputError) -> [String: SHA256Digest] {
        let found = try refusing(Manifest.path) { () throws(FileFault) in try files.read(Manifest.path, in: root) }
        guard case .file(let contents, _) = found else { return [:] }
        return Manifest(parsing: contents).digests
    }

    /// Nil if the artifact is there as it should be.
    private func kind(
        of artifact: Artifact, recorded: SHA256Digest?, at cursor: inout DirectoryCursor<Files>
    ) throws(OutputError) -> OutputTree.Difference.Kind? {
        let found: FoundFile?
        do {
            guard let directory = try cursor.directory(of: artifact.path, creating: false) else { return .missing }
            found = try refusing(artifact.path) { () throws(FileFault) in
                try files.read(lastSegment(of: artifact.path), in: directory)
            }
        } catch .notADirectory {
            return .missing
        }
        switch found {
        case nil: return .missing
        case .directory, .other: return .edited
        case .file(let contents, let isExecutable):
            if contents == artifact.contents { return isExecutable == artifact.isExecutable ? nil : .edited }
            // The manifest does not list itself: with any other contents it is an earlier build's.
            guard let recorded else { return artifact.path == Manifest.path ? .stale : .edited }
            return SHA256Digest(of: contents) == recorded ? .stale : .edited
        }
    }

    /// Appends the files that are no artifacts.
    ///
    /// A repository in the root is not looked into.
    private func appendStrangers(
        in directory: DirectoryHandle, under prefix: String, known: Set<String>, recorded: [String: SHA256Digest],
        to differences: inout [OutputTree.Difference]
    ) throws(OutputError) {
        let entries = try refusing(prefix.isEmpty ? root : prefix) { () throws(FileFault) in
            try files.entries(of: directory)
        }
        for entry in entries {
            let path = prefix + entry.name
            if path == OutputTree.staging {
                differences.append(.init(path: path, kind: .orphan))
            } else if entry.isDirectory {
                if path == ".git" { continue }
                let child = try refusing(path) { () throws(FileFault) in
                    try files.openDirectory(entry.name, in: directory, creating: false)
                }
                guard let child else { continue }
                defer { files.close(child) }
                try appendStrangers(in: child, under: path + "/", known: known, recorded: recorded, to: &differences)
            } else if !known.contains(path) {
                differences.append(.init(path: path, kind: recorded[path] == nil ? .foreign : .orphan))
            }
        }
    }
}
