internal import Spec

/// Emits, for each app with secrets, an example of its env file and a `.gitignore` that keeps the real one out of git.
enum EnvironmentEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        let dialect = DockerDialect(host.spec.machine.os)
        return host.apps.flatMap { app -> [Artifact] in
            var artifacts = [gitignore(app)]
            if let file = app.environmentFile {
                artifacts.append(example(app.app, file: file, isRaw: dialect.readsRawEnvironmentFiles))
            }
            return artifacts
        }
    }

    private static func example(_ app: App, file: FilePath, isRaw: Bool) -> Artifact {
        var writer = TextWriter()
        writer.lines([
            Artifact.header,
            "# Copy this file to \(file.text) on the server, give it to root with mode 0600, and fill in the values:",
            "#   install -m 0600 \(file.text).example \(file.text)",
            "# The copy never enters git.",
        ])
        if isRaw {
            writer.line("# A value is everything after `=`, byte for byte: write no quotes and no comment behind it.")
        } else {
            writer.line("# Keep the single quotes: without them Compose would replace `$` and cut the value at ` #`.")
        }
        for name in app.environment.requires { writer.line(isRaw ? "\(name.text)=" : "\(name.text)=''") }
        return Artifact(path: file.artifactPath + ".example", contents: writer.bytes)
    }

    private static func gitignore(_ hosted: HostedApp) -> Artifact {
        let directory = hosted.app.directory
        var writer = TextWriter()
        writer.line(Artifact.header)
        if let file = hosted.environmentFile, directory.contains(file) {
            writer.line("# Secrets.")
            writer.line(String(file.text.dropFirst(directory.text == "/" ? 0 : directory.text.utf8.count)))
        }
        writer.line("# Written by deployments: the image that runs.")
        writer.line("/compose.override.yaml")
        return Artifact(
            path: (directory.text == "/" ? "" : directory.artifactPath + "/") + ".gitignore", contents: writer.bytes)
    }
}
