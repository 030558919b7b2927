internal import Spec

/// Emits what runs on the server beside the apps: the fixed programs, the installer, and the facts by which the spec
/// reaches them.
enum ServerEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        facts(for: host) + ServerProgram.all.map(\.artifact)
    }

    /// The files that differ between machines.
    static func facts(for host: Host) -> [Artifact] {
        let apps = host.apps.map { hosted in
            Artifact(path: "etc/nagaya/apps/\(hosted.app.id.text).conf", contents: ShellAssignments(hosted).text)
        }
        let machine = Artifact(path: "etc/nagaya/host.conf", contents: ShellAssignments(host).text)
        return [machine] + apps + [SecretsExample.artifact(for: host)].compactMap { $0 }
    }
}
