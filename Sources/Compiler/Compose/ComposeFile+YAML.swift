internal import Spec

extension ComposeFile {
    /// The file as Compose reads it.
    var yaml: YAMLValue {
        let file: YAMLValue = .mapping([
            ("name", .string(name)),
            ("services", .mapping([(serviceName, service.yaml(network: network))])),
            ("networks", .mapping([(network, .mapping([("driver", "bridge")]))])),
        ])
        // Compose replaces `$NAME` in every value; nothing here is meant to be replaced.
        return file.mapStrings { $0.escaping(UInt8(ascii: "$"), as: "$$") }
    }
}

extension ComposeFile.Service {
    fileprivate func yaml(network: String) -> YAMLValue {
        var entries: [(key: String, value: YAMLValue)] = [("image", .string(image))]
        if let build {
            entries.append(
                ("build", .mapping([("context", .string(build.context)), ("dockerfile", .string(build.dockerfile))])))
        }
        // Only a deployment fetches images, before it switches. A start at boot neither waits for a registry nor takes
        // another image than the one that was found healthy, and a local name is never looked up in a public registry.
        entries.append(("pull_policy", "never"))
        if !command.isEmpty { entries.append(("command", .strings(command))) }
        if let user { entries.append(("user", .string(user))) }
        // Forwards signals and reaps processes, which few programs do as process 1.
        entries.append(("init", true))
        // Docker restarts what crashes, with a growing delay; systemd alone starts what is not running, one app after
        // another. With `always`, Docker Engine would start all apps at once when it starts itself.
        entries.append(("restart", "on-failure"))
        entries.append(("stop_grace_period", .string(stopGrace.composeText)))
        entries.append(("ports", .strings(ports)))
        entries.append(("networks", .strings([network])))
        entries += environmentEntries + storageEntries + securityEntries
        entries.append(("deploy", .mapping([("resources", .mapping([("limits", limits.yaml)]))])))
        // Equal to the memory limit: Docker would otherwise grant as much swap again.
        if let memory = limits.memory { entries.append(("memswap_limit", .string(memory.text))) }
        if let health { entries.append(("healthcheck", health.yaml)) }
        entries.append(("logging", logging.yaml))
        return .mapping(entries)
    }

    private var environmentEntries: [(key: String, value: YAMLValue)] {
        var entries: [(key: String, value: YAMLValue)] = []
        if let environmentFile {
            var file: [(key: String, value: YAMLValue)] = [("path", .string(environmentFile.path)), ("required", true)]
            if environmentFile.isRaw { file.append(("format", "raw")) }
            entries.append(("env_file", .sequence([.mapping(file)])))
        }
        if !environment.isEmpty {
            entries.append(("environment", .mapping(environment.map { ($0.name, .string($0.value)) })))
        }
        return entries
    }

    private var storageEntries: [(key: String, value: YAMLValue)] {
        var entries: [(key: String, value: YAMLValue)] = []
        if !volumes.isEmpty { entries.append(("volumes", .sequence(volumes.map(\.yaml)))) }
        entries.append(("read_only", .boolean(isReadOnly)))
        if !tmpfs.isEmpty { entries.append(("tmpfs", .strings(tmpfs.map(\.text)))) }
        return entries
    }

    private var securityEntries: [(key: String, value: YAMLValue)] {
        var entries: [(key: String, value: YAMLValue)] = [("cap_drop", .strings(["ALL"]))]
        if !capabilities.isEmpty { entries.append(("cap_add", .strings(capabilities))) }
        entries.append(("security_opt", .strings(["no-new-privileges:true"])))
        return entries
    }
}

extension ComposeFile.BindMount {
    fileprivate var yaml: YAMLValue {
        .mapping([
            ("type", "bind"), ("source", .string(source)), ("target", .string(target)),
            // Docker would make a missing directory as root's, and the app could not write to it.
            ("bind", .mapping([("create_host_path", false)])),
        ])
    }
}

extension ComposeFile.Tmpfs {
    fileprivate var text: String { "\(target):size=\(size.bytes),mode=1777" }
}

extension ComposeFile.Limits {
    /// Compose v2 applies `deploy.resources.limits` without Swarm (measured with Compose 2.26).
    fileprivate var yaml: YAMLValue {
        var entries: [(key: String, value: YAMLValue)] = []
        if let memory { entries.append(("memory", .string(memory.text))) }
        entries.append(("cpus", .string(cpus.text)))
        entries.append(("pids", .integer(pids)))
        return .mapping(entries)
    }
}

extension ComposeFile.HealthCheck {
    fileprivate var yaml: YAMLValue {
        .mapping([
            ("test", .strings(["CMD"] + command)), ("interval", .string(interval.composeText)),
            ("timeout", .string(timeout.composeText)), ("retries", .integer(retries)),
            ("start_period", .string(startPeriod.composeText)),
        ])
    }
}

extension ComposeFile.Logging {
    /// The `local` driver rotates and compresses; the default one grows without bound.
    fileprivate var yaml: YAMLValue {
        var options: [(key: String, value: YAMLValue)] = [
            ("max-size", .string(size.text)), ("max-file", .string("\(files)")),
        ]
        // The driver refuses to compress where there is no second file.
        if files == 1 { options.append(("compress", "false")) }
        return .mapping([("driver", "local"), ("options", .mapping(options))])
    }
}

extension Duration {
    /// Go's durations, which Compose reads, know no days.
    fileprivate var composeText: String { "\(seconds)s" }
}
