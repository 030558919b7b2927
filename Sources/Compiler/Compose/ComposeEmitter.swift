internal import Spec

/// Emits one Compose file an app, in the app's directory.
enum ComposeEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        host.apps.map { app in
            var writer = TextWriter(indentation: "  ")
            writer.line(Artifact.header)
            ComposeFile(app, os: host.spec.machine.os).yaml.write(to: &writer)
            return Artifact(path: app.composeFile.artifactPath, contents: writer.bytes)
        }
    }
}

extension ComposeFile {
    init(_ hosted: HostedApp, os: Machine.OperatingSystem) {
        name = hosted.project
        serviceName = HostedApp.service
        network = "app"
        service = Service(hosted, os: os)
    }
}

extension ComposeFile.Service {
    fileprivate init(_ hosted: HostedApp, os: Machine.OperatingSystem) {
        let app = hosted.app
        image = hosted.image
        build =
            if case .build(let build) = app.source {
                ComposeFile.Build(
                    context: build.context.resolved(in: app.directory).text, dockerfile: build.dockerfile.text)
            } else {
                nil
            }
        command = app.command
        user = app.user.map { "\($0):\($0)" }
        ports = ["\(app.publishedAddress):\(app.port.text):\(app.containerPort.text)"]
        environmentFile = hosted.environmentFile.map {
            ComposeFile.EnvironmentFile(path: $0.text, isRaw: DockerDialect(os).readsRawEnvironmentFiles)
        }
        environment = app.environment.set.map { ($0.key.text, $0.value) }
        volumes = hosted.volumes.map { ComposeFile.BindMount(source: $0.directory.text, target: $0.volume.mount.text) }
        isReadOnly = app.readOnly
        // A size of zero would mean no limit to tmpfs(5).
        let hasOwnTmp = app.volumes.contains { $0.mount.text == "/tmp" }
        tmpfs = app.tmpfs > .zero && !hasOwnTmp ? [ComposeFile.Tmpfs(target: "/tmp", size: app.tmpfs)] : []
        capabilities = app.capabilities.map(\.rawValue)
        limits = ComposeFile.Limits(memory: app.memory, cpus: app.cpus, pids: app.pids)
        health = hosted.healthCommand.map {
            ComposeFile.HealthCheck(
                command: $0, interval: app.health.interval, timeout: app.health.timeout, retries: app.health.retries,
                startPeriod: app.health.startPeriod)
        }
        logging = ComposeFile.Logging(size: app.logs.size, files: app.logs.files)
        stopGrace = app.stopGrace
    }
}

extension App {
    /// The address as Compose's short port syntax has it.
    fileprivate var publishedAddress: String {
        (try? IPAddress.parse(bind))?.bracketed ?? bind
    }
}

extension FilePath {
    /// The place in the output directory, which mirrors the server's root.
    /// - Precondition: the path is absolute.
    var artifactPath: String {
        precondition(isAbsolute, "a place on the server is absolute")
        return String(text.drop { $0 == "/" })
    }
}
