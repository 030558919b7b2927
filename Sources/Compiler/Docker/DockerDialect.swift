internal import Spec

/// What the Docker of an operating system understands, and where it comes from.
///
/// Ubuntu brings new releases of docker.io and docker-compose-v2 to its supported systems (wiki.ubuntu.com/DockerUpdates),
/// so they are newer than Engine 28 and Compose 2.30 once updated. Debian 13 stays at docker.io 26.1.5 and docker-compose
/// 2.26.1. Debian 12 has no Compose v2, so Docker's own packages are needed there, which are current. `apply.sh` has the
/// server's own Compose read every file before it is installed.
struct DockerDialect {
    /// The packages of Docker Engine and Compose v2.
    let packages: [String]
    /// Whether the distribution itself has these packages.
    let isPackagedByDistribution: Bool
    /// Whether Compose knows `format: raw` of `env_file`, since 2.30.
    ///
    /// Without it, `$` in a value that is not in single
    /// quotes is replaced.
    let readsRawEnvironmentFiles: Bool
    /// Whether a port published on loopback is closed to neighbours on the same network segment, since Engine 28.0
    /// (moby/moby#45610).
    let guardsLoopbackPorts: Bool

    init(_ os: Machine.OperatingSystem) {
        switch os {
        case .ubuntu2204, .ubuntu2404:
            packages = ["docker.io", "docker-compose-v2"]
            (isPackagedByDistribution, readsRawEnvironmentFiles, guardsLoopbackPorts) = (true, true, true)
        case .debian12:
            packages = ["docker-ce", "docker-ce-cli", "containerd.io", "docker-compose-plugin"]
            (isPackagedByDistribution, readsRawEnvironmentFiles, guardsLoopbackPorts) = (false, true, true)
        case .debian13:
            packages = ["docker.io", "docker-compose"]
            (isPackagedByDistribution, readsRawEnvironmentFiles, guardsLoopbackPorts) = (true, false, false)
        }
    }
}
