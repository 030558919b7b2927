internal import Spec

/// Emits the rotation of log files that apps write themselves.
///
/// nginx's logs belong to Debian's own `/etc/logrotate.d/nginx`, containers' output to Docker, the output of Nagaya's
/// programs to the journal: nothing is rotated twice.
enum LogrotateEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        let rules = host.apps.flatMap { app in
            app.volumes.compactMap { volume in
                volume.volume.rotate.map { LogrotateFile.Rule(app, volume, $0) }
            }
        }
        return rules.isEmpty ? [] : [LogrotateFile(name: "nagaya", rules: rules).artifact]
    }
}

extension LogrotateFile.Rule {
    fileprivate init(_ hosted: HostedApp, _ volume: HostedVolume, _ rotation: Volume.Rotation) {
        comment = "App \(hosted.app.id.text), volume \(volume.volume.id.text)."
        pattern = "\(volume.directory.text)/*.log"
        var directives = [
            "daily", "maxsize \(rotation.size.logrotateText)", "rotate \(rotation.keep)", "missingok", "notifempty",
            "compress",
        ]
        // The app keeps its file open, and no signal is known by which it would open a new one; an unknown signal would
        // end it. What is written between the copy and the cut is lost: at most the lines of a few milliseconds.
        directives.append("copytruncate")
        // No `su`: logrotate takes users by name alone (3.21: "unknown user"), and the app's has none on the server. As
        // root it passes over symbolic and hard links, so the app cannot make it write elsewhere.
        self.directives = directives
    }
}

extension ByteSize {
    /// In the largest of logrotate's units that divides it: `20M`; logrotate has no `T` and writes bytes without a unit.
    fileprivate var logrotateText: String {
        for (shift, unit) in [(30, "G"), (20, "M"), (10, "k")] where bytes > 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)"
    }
}
