internal import Spec

/// Emits the configuration of Docker Engine (docs.docker.com, dockerd reference).
///
/// `userland-proxy` keeps its default: without the proxy, Docker makes 127.0.0.0/8 routable on its bridges
/// (`route_localnet`), which opened services on loopback to neighbours before (CVE-2020-8558), and what the exposure of
/// this machine rests on is loopback. The proxy costs about 3 MB a port, which the budget counts.
enum DaemonEmitter: Emitter {
    static func artifacts(for host: Host) -> [Artifact] {
        // JSON has no comments, so no header either.
        [Artifact(path: "etc/docker/daemon.json", contents: configuration(for: host.apps.map(\.app)).pretty)]
    }

    private static func configuration(for apps: [App]) -> JSONValue {
        // For containers outside the spec; the apps' own limits are in their Compose files.
        let size = apps.map(\.logs.size).max() ?? .mebibytes(10)
        return .object([
            ("log-driver", "local"),
            ("log-opts", .object([("max-size", .string(size.text)), ("max-file", "3")])),
            // Containers keep running while Docker Engine is restarted or upgraded.
            ("live-restore", true),
            // A port that somebody publishes without an address is closed to the world, on the default bridge …
            ("ip", "127.0.0.1"),
            // … and on every other network.
            (
                "default-network-opts",
                .object([("bridge", .object([("com.docker.network.bridge.host_binding_ipv4", "127.0.0.1")]))])
            ),
            ("no-new-privileges", true),
        ])
    }
}
