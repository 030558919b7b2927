/// Artifacts in the order in which a tree is visited, the manifest apart.
struct ArtifactSet {
    /// Ascending by path.
    let files: [Artifact]
    let manifest: Artifact

    /// - Precondition: the manifest is among them.
    init(_ artifacts: [Artifact]) throws(OutputError) {
        guard let manifest = artifacts.first(where: { $0.path == Manifest.path }) else {
            preconditionFailure("artifacts are written with their manifest")
        }
        self.manifest = manifest
        files = artifacts.filter { $0.path != Manifest.path }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        if files.count + 1 != artifacts.count { throw .clash(path: Manifest.path) }
        try rejectClashes()
    }

    private func rejectClashes() throws(OutputError) {
        let paths = Set(files.map(\.path))
        var checked: Set<Substring> = []
        for (previous, file) in zip([manifest] + files, files) {
            if previous.path == file.path { throw .clash(path: file.path) }
            var parent = file.path[...]
            while let slash = parent.utf8.lastIndex(of: UInt8(ascii: "/")) {
                parent = parent[..<slash]
                guard checked.insert(parent).inserted else { break }
                if paths.contains(String(parent)) { throw .clash(path: String(parent)) }
            }
        }
    }
}
