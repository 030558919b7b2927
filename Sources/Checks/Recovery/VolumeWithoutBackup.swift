internal import Spec

/// State that is copied nowhere, without a word why.
enum VolumeWithoutBackup: Check {
    static let description = CheckDescription(
        id: "volume-without-backup", area: .recovery,
        summary: "Every volume is backed up, or says why not.",
        reason: """
            A volume is what cannot be built again. Whether its loss matters is a decision, and a decision is written down: \
            `backup: { skip: … }` with the reason.
            """,
        bad: .fragment(
            """
            backups: ~
            apps:
              voice: { volumes: ~ }
            """),
        good: .fragment(
            """
            backups: ~
            apps:
              voice: { volumes: ~ }
              editor:
                volumes:
                  index: { backup: { skip: the index is built again from the repositories } }
            """))

    static func findings(in host: Host) -> [Finding] {
        guard host.spec.backups == nil else { return [] }
        return host.apps.compactMap { app in
            let lost = app.volumes.filter { $0.volume.backupMethod != nil }
            return lost.isEmpty ? nil : .notBackedUp(lost, of: app)
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func notBackedUp(_ volumes: [HostedVolume], of app: HostedApp) -> Finding {
        let names = volumes.prefix(3).map { "`\($0.volume.id.text)`" }.joined(separator: ", ")
        let more = volumes.count > 3 ? " and \(volumes.count - 3) more" : ""
        return Finding(
            "\(volumes.count == 1 ? "volume" : "volumes") \(names)\(more) of app `\(app.app.id.text)` \(volumes.count == 1 ? "is" : "are") copied nowhere",
            at: volumes.first?.path ?? app.path, label: "state",
            related: volumes.dropFirst().prefix(2).map { ($0.path, "not copied either") },
            note: "the spec has no `backups`", help: "add `backups`, or `backup: { skip: … }` with the reason")
    }
}
