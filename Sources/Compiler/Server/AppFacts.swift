internal import Spec

extension ShellAssignments {
    /// What the server's programs know of one app, `apps/APP.conf`.
    init(_ hosted: HostedApp) {
        let app = hosted.app
        let isBuilt =
            switch app.source {
            case .build: true
            case .image: false
            }
        lines =
            [
                .comment(String(Artifact.header.dropFirst(2))),
                .set("APP_TITLE", hosted.title),
                .set("APP_DIRECTORY", app.directory.text),
                .set("APP_PROJECT", hosted.project),
                .set("APP_SERVICE", HostedApp.service),
                .set("APP_IMAGE", hosted.image),
                .set("APP_SOURCE", isBuilt ? "build" : "image"),
                .set("APP_OWNER", app.user.map { "\($0):\($0)" }),
                .set("APP_HEALTH_URL", hosted.healthURL),
                .set("APP_ENVIRONMENT_FILE", hosted.environmentFile?.text),
                .set("APP_ENVIRONMENT_NAMES", app.environment.requires.map(\.text)),
                .set("DEPLOY_TIMEOUT", app.deploy.timeout),
                .set("DEPLOY_KEEP_IMAGES", app.deploy.keepImages),
            ] + Self.volumes(hosted.volumes)
    }

    /// Four arrays in parallel: bash has no other way to keep a list of records.
    private static func volumes(_ volumes: [HostedVolume]) -> [Line] {
        [
            .set("VOLUME_NAMES", volumes.map(\.volume.id.text)),
            .set("VOLUME_PATHS", volumes.map(\.directory.text)),
            .set("VOLUME_METHODS", volumes.map { $0.volume.backupMethod?.rawValue ?? "skip" }),
            .set("VOLUME_STORES", volumes.map(\.volume.store.rawValue)),
        ]
    }
}
