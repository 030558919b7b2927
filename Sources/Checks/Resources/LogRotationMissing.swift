internal import Spec

/// Log files that grow until the disk is full.
enum LogRotationMissing: Check {
    static let description = CheckDescription(
        id: "log-rotation-missing", area: .resources,
        summary: "A volume of log files says how they are rotated.",
        reason: """
            What a container prints is rotated by Docker (`logs`), but files that an app writes itself are rotated by \
            nobody. They are the usual cause of a full disk.
            """,
        bad: .fragment(
            """
            apps:
              voice:
                volumes:
                  logs: { rotate: ~ }
            """),
        good: .fragment(
            """
            apps:
              voice:
                volumes:
                  logs: { rotate: { keep: 7, size: 20M } }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.apps.flatMap(\.volumes).filter { $0.volume.store == .logs && $0.volume.rotate == nil }.map {
            .noRotation($0)
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func noRotation(_ volume: HostedVolume) -> Finding {
        // A tenth of the volume a file, and eight files beside the current one, stay below its size.
        let size = max(volume.volume.size.mebibytes / 10, 1)
        return Finding(
            "the log files in volume `\(volume.volume.id.text)` are never rotated", at: volume.path["store"],
            label: "log files", related: [(volume.path["size"], "what it is expected to hold")],
            note: "Docker rotates what a container prints, not the files that an app writes",
            help: "add `rotate: { keep: 7, size: \(size)M }`")
    }
}
