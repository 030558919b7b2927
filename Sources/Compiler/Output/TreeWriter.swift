internal import Glibc

/// Makes a directory hold a set of artifacts, as ``OutputTree`` describes.
struct TreeWriter<Files: TreeFiles> {
    let files: Files
    let root: String

    func write(_ artifacts: [Artifact]) throws(OutputError) -> OutputTree.Summary {
        let artifacts = try ArtifactSet(artifacts)
        let handle = try refusing(root) { () throws(FileFault) in
            guard let opened = try files.openRoot(root, creating: true) else {
                throw FileFault(operation: "be opened", code: ENOENT)
            }
            return opened
        }
        defer { files.close(handle) }
        guard try refusing(root, { () throws(FileFault) in try files.lock(handle) }) else { throw .busy(root: root) }
        defer { files.unlock(handle) }
        var run = TreeWriterRun(files: files, root: handle, artifacts: artifacts)
        defer { run.close() }
        return try run.write()
    }
}

/// One run over an open and locked root.
private struct TreeWriterRun<Files: TreeFiles> {
    private let files: Files
    private let root: DirectoryHandle
    private let artifacts: ArtifactSet
    private var cursor: DirectoryCursor<Files>
    private var summary = OutputTree.Summary()
    /// Indices of files to write.
    private var changes: [Int] = []
    /// Recorded paths that are no longer made; some may be gone already, where a build was killed.
    private var obsolete: [String] = []
    /// Those of them that are removed.
    private var removals: [String] = []
    private var recorded: [String: SHA256Digest] = [:]

    init(files: Files, root: DirectoryHandle, artifacts: ArtifactSet) {
        self.files = files
        self.root = root
        self.artifacts = artifacts
        cursor = DirectoryCursor(files: files, root: root)
    }

    mutating func close() {
        cursor.close()
    }

    mutating func write() throws(OutputError) -> OutputTree.Summary {
        let manifestChanged = try planManifest()
        try planRemovals()
        try planChanges()
        try removeStaging()
        if !changes.isEmpty || !removals.isEmpty || manifestChanged {
            let staging = try openStaging()
            defer { files.close(staging) }
            try stage(into: staging, manifestChanged: manifestChanged)
            try removeObsolete()
            try commit(from: staging, manifestChanged: manifestChanged)
            _ = try refusing(OutputTree.staging) { () throws(FileFault) in
                try files.removeDirectory(OutputTree.staging, in: root)
            }
        }
        return summary
    }

    // MARK: Planning, which changes nothing

    private mutating func planManifest() throws(OutputError) -> Bool {
        let found = try refusing(Manifest.path) { () throws(FileFault) in try files.read(Manifest.path, in: root) }
        switch found {
        case .file(let contents, let isExecutable):
            recorded = Manifest(parsing: contents).digests
            return contents != artifacts.manifest.contents || isExecutable
        case .directory: throw .occupied(path: Manifest.path)
        case .other, nil: return true
        }
    }

    private mutating func planRemovals() throws(OutputError) {
        let paths = Set(artifacts.files.map(\.path))
        obsolete = recorded.keys.filter { !paths.contains($0) && $0 != Manifest.path }.sorted()
        for path in obsolete {
            guard let directory = try directory(ofObsolete: path),
                case .file(let contents, _) = try read(path, in: directory)
            else { continue }
            if SHA256Digest(of: contents) == recorded[path] {
                removals.append(path)
            } else {
                summary.kept.append(path)
            }
        }
    }

    /// A link or a file on the way means that somebody rebuilt the place: nothing there is ours.
    private mutating func directory(ofObsolete path: String) throws(OutputError) -> DirectoryHandle? {
        do {
            return try cursor.directory(of: path, creating: false)
        } catch .notADirectory {
            return nil
        }
    }

    private mutating func planChanges() throws(OutputError) {
        let leaving = Set(removals)
        for (index, artifact) in artifacts.files.enumerated() {
            let found: FoundFile?
            do {
                let directory = try cursor.directory(of: artifact.path, creating: false)
                found = if let directory { try read(artifact.path, in: directory) } else { nil }
            } catch .notADirectory(let path) where leaving.contains(path) {
                found = nil
            }
            switch found {
            case .file(artifact.contents, artifact.isExecutable):
                summary.unchanged += 1
                continue
            case .file(let contents, _):
                if contents != artifact.contents, SHA256Digest(of: contents) != recorded[artifact.path] {
                    summary.overwritten.append(artifact.path)
                }
            case .other: summary.overwritten.append(artifact.path)
            case .directory:
                // A directory that held only what goes away makes room by itself.
                guard obsolete.contains(where: { $0.hasPrefix(artifact.path + "/") }) else {
                    throw .occupied(path: artifact.path)
                }
            case nil: break
            }
            changes.append(index)
            summary.written.append(artifact.path)
        }
    }

    private func read(_ path: String, in directory: DirectoryHandle) throws(OutputError) -> FoundFile? {
        try refusing(path) { () throws(FileFault) in try files.read(lastSegment(of: path), in: directory) }
    }

    // MARK: Staging, which changes nothing that was there before

    /// Removes what a killed build left.
    private func removeStaging() throws(OutputError) {
        let name = OutputTree.staging
        _ = try refusing(name) { () throws(FileFault) -> Bool? in
            guard let staging = try files.openDirectory(name, in: root, creating: false) else { return nil }
            defer { files.close(staging) }
            for entry in try files.entries(of: staging) { try files.remove(entry.name, in: staging) }
            return try files.removeDirectory(name, in: root)
        }
    }

    private func openStaging() throws(OutputError) -> DirectoryHandle {
        let name = OutputTree.staging
        return try refusing(name) { () throws(FileFault) in
            guard let staging = try files.openDirectory(name, in: root, creating: true) else {
                throw FileFault(operation: "be created", code: ENOENT)
            }
            return staging
        }
    }

    private func stage(into staging: DirectoryHandle, manifestChanged: Bool) throws(OutputError) {
        do {
            for index in changes { try stage(artifacts.files[index], as: "\(index)", in: staging) }
            if manifestChanged { try stage(artifacts.manifest, as: Manifest.path, in: staging) }
        } catch {
            // The tree is as it was; that the rest can go too is not certain, and the next build looks for it.
            try? removeStaging()
            throw error
        }
    }

    private func stage(_ artifact: Artifact, as name: String, in staging: DirectoryHandle) throws(OutputError) {
        try refusing(artifact.path) { () throws(FileFault) in
            try files.create(name, in: staging, contents: artifact.contents, isExecutable: artifact.isExecutable)
        }
    }

    // MARK: Committing: the manifest is renamed last

    private mutating func removeObsolete() throws(OutputError) {
        for path in removals {
            if let directory = try cursor.directory(of: path, creating: false) {
                try refusing(path) { () throws(FileFault) in try files.remove(lastSegment(of: path), in: directory) }
            }
            summary.removed.append(path)
        }
        try removeEmptied()
        // What is open may be removed by now.
        cursor.close()
    }

    /// Removes the directories that held removed files and hold nothing any more.
    private mutating func removeEmptied() throws(OutputError) {
        for path in obsolete.reversed() {
            var place = path[...]
            while let slash = place.utf8.lastIndex(of: UInt8(ascii: "/")) {
                place = place[..<slash]
                guard try removeIfEmpty(String(place)) else { break }
            }
        }
    }

    private mutating func removeIfEmpty(_ path: String) throws(OutputError) -> Bool {
        guard let parent = try directory(ofObsolete: path) else { return true }
        do {
            return try files.removeDirectory(lastSegment(of: path), in: parent)
        } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return true }
            throw .refused(path: path, operation: error.operation, code: error.code)
        }
    }

    private mutating func commit(from staging: DirectoryHandle, manifestChanged: Bool) throws(OutputError) {
        for index in changes {
            let path = artifacts.files[index].path
            guard let directory = try cursor.directory(of: path, creating: true) else { continue }
            try rename("\(index)", from: staging, to: path, in: directory)
        }
        if manifestChanged { try rename(Manifest.path, from: staging, to: Manifest.path, in: root) }
    }

    private func rename(
        _ name: String, from staging: DirectoryHandle, to path: String, in directory: DirectoryHandle
    ) throws(OutputError) {
        do {
            try files.rename(name, in: staging, to: lastSegment(of: path), in: directory)
        } catch {
            if error.code == EISDIR || error.code == ENOTEMPTY { throw .occupied(path: path) }
            throw .refused(path: path, operation: error.operation, code: error.code)
        }
    }
}

/// Names the place of a refused operation.
func refusing<Result>(_ path: String, _ body: () throws(FileFault) -> Result) throws(OutputError) -> Result {
    do {
        return try body()
    } catch {
        throw .refused(path: path, operation: error.operation, code: error.code)
    }
}
