internal import Spec

/// Directories that two owners share, or that lie one inside the other.
enum DirectoryClash: Check {
    static let description = CheckDescription(
        id: "directory-clash", area: .names,
        summary:
            "The directories of apps, volumes and backups are apart; only a volume lies in its own app's directory.",
        reason: """
            Two apps in one directory overwrite each other's `compose.yaml` and environment file. A volume inside another \
            is copied twice, restored over the other, and owned by two users. Backups inside a volume copy themselves \
            every night.
            """,
        bad: .fragment(
            """
            apps:
              voice: { directory: /opt/editor/voice }
            """),
        good: .fragment(
            """
            apps:
              voice: { directory: /opt/voice }
            """))

    static func findings(in host: Host) -> [Finding] {
        var findings = directoryFindings(in: host)
        for app in host.apps {
            var mounts: [FilePath: HostedVolume] = [:]
            for volume in app.volumes {
                if let first = mounts[volume.volume.mount] {
                    findings.append(.sharedMount(volume, first))
                } else {
                    mounts[volume.volume.mount] = volume
                }
            }
        }
        return findings
    }

    private static func directoryFindings(in host: Host) -> [Finding] {
        var findings: [Finding] = []
        // A directory sorts before all that lies in it, so the open directories form a chain.
        var chain: [Directory] = []
        for var directory in Directory.all(of: host) {
            while let last = chain.last, !last.location.contains(directory.location) { chain.removeLast() }
            if let outer = chain.last, !isAllowed(directory, in: chain, under: outer) {
                findings.append(.clash(directory, outer))
                // What else these two have in common follows from this.
                directory.owners.insert(outer.owner)
                for index in chain.indices { chain[index].owners.insert(directory.owner) }
            }
            // Of equal directories the first stands for all; only a volume on its app's own directory holds others.
            if let outer = chain.last, outer.location == directory.location, outer.owner != directory.owner { continue }
            chain.append(directory)
        }
        return findings
    }

    private static func isAllowed(_ directory: Directory, in chain: [Directory], under outer: Directory) -> Bool {
        if directory.owner == outer.owner, outer.kind == .app { return true }
        return directory.owner != outer.owner
            && chain.contains { $0.owners.contains(directory.owner) && $0.owners.contains(outer.owner) }
    }
}

/// A directory on the host with who uses it.
private struct Directory {
    enum Kind { case app, volume, backups }

    let kind: Kind
    /// The app, or `the backups`.
    let owner: String
    /// In words: `the volume "index" of app "editor"`.
    let name: String
    let location: FilePath
    let path: SpecPath
    /// The place in the spec, counted.
    let order: Int
    /// Who is known to share it.
    var owners: Set<String>

    /// All directories of a host, each before those that lie in it; equal ones in the order of the spec.
    static func all(of host: Host) -> [Directory] {
        var all: [Directory] = []
        func add(_ kind: Kind, _ owner: String, _ name: String, _ location: FilePath, _ path: SpecPath) {
            all.append(
                Directory(
                    kind: kind, owner: owner, name: name, location: location, path: path, order: all.count,
                    owners: [owner]))
        }
        for app in host.apps {
            let owner = "app `\(app.app.id.text)`"
            add(.app, owner, owner, app.app.directory, app.path["directory"])
            for volume in app.volumes {
                let name = "volume `\(volume.volume.id.text)` of \(owner)"
                add(.volume, owner, name, volume.directory, volume.path["path"])
            }
        }
        if let backups = host.spec.backups {
            add(.backups, "the backups", "the backups", backups.directory, SpecPath("backups", "directory"))
        }
        // With a slash at the end, `/opt/a/x` sorts before `/opt/a-b`, so that nothing comes between a directory and its own.
        let keyed = all.map { (key: $0.location.text == "/" ? "/" : $0.location.text + "/", directory: $0) }
        return keyed.sorted { ($0.key, $0.directory.order) < ($1.key, $1.directory.order) }.map(\.directory)
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func clash(_ inner: Directory, _ outer: Directory) -> Finding {
        let isSame = inner.location == outer.location
        let (later, first) = inner.order > outer.order ? (inner, outer) : (outer, inner)
        let message =
            isSame
            ? "\(first.name) and \(later.name) share the directory `\(inner.location.text)`"
            : "`\(inner.location.text)` of \(inner.name) lies inside `\(outer.location.text)` of \(outer.name)"
        return Finding(
            message, at: later.path,
            label: isSame ? "used again here" : later.order == inner.order ? "inside the other" : "around the other",
            related: [(first.path, isSame ? "first used here, by \(first.name)" : "the directory of \(first.name)")],
            note: inner.kind == .backups || outer.kind == .backups
                ? "copies must not lie where they are copied from" : "each overwrites files of the other",
            help: "give \(later.name) a directory of its own")
    }

    fileprivate static func sharedMount(_ volume: HostedVolume, _ first: HostedVolume) -> Finding {
        Finding(
            "volumes `\(first.volume.id.text)` and `\(volume.volume.id.text)` are mounted at the same place",
            at: volume.path["mount"], label: "`\(volume.volume.mount.text)` again",
            related: [(first.path["mount"], "first mounted here")],
            note: "Docker refuses a container with two mounts at one place", help: "mount one of them elsewhere")
    }
}
