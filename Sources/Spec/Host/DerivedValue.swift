/// A value that no key holds, but that follows from some.
package struct DerivedValue: Sendable {
    package let path: SpecPath
    package let text: String
    /// What it follows from.
    package let sources: [SpecPath]
}

extension Host {
    /// What follows from the spec and appears in artifacts, for `nagaya show`.
    package var derivedValues: [DerivedValue] {
        let memory = SpecPath("host", "memory")
        let machine = [
            DerivedValue(
                path: SpecPath("derived", "memory", "usable"), text: self.memory.usable.rounded, sources: [memory]),
            DerivedValue(
                path: SpecPath("derived", "memory", "allocatable"), text: self.memory.allocatable.rounded,
                sources: [memory, SpecPath("host", "reserve", "memory"), SpecPath("apps")]),
            DerivedValue(
                path: SpecPath("derived", "memory", "demand"), text: self.memory.demand.rounded,
                sources: self.memory.limits.map(\.path) + [self.memory.job?.path].compactMap { $0 }),
            DerivedValue(
                path: SpecPath("derived", "disk", "backups"), text: disk.backups.rounded,
                sources: [SpecPath("backups", "keep")]),
        ]
        let schedules = jobs.map { job in
            DerivedValue(
                path: SpecPath("derived", "jobs", job.kind.rawValue), text: job.schedule.text,
                sources: [SpecPath("backups", job.kind == .backup ? "schedule" : "drill")])
        }
        return machine + schedules + apps.flatMap(\.derivedValues)
    }
}

extension HostedApp {
    fileprivate var derivedValues: [DerivedValue] {
        let derived = SpecPath("derived", "apps", app.id.text)
        var values = [
            DerivedValue(
                path: derived["project"], text: project, sources: [app.project == nil ? path : path["project"]]),
            DerivedValue(path: derived["unit"], text: "\(unit).service", sources: [path]),
            DerivedValue(path: derived["upstream"], text: upstreamAddress, sources: [path["bind"], path["port"]]),
            DerivedValue(
                path: derived["container_port"], text: app.containerPort.text,
                sources: [path["container_port"], path["port"]]),
            DerivedValue(path: derived["compose_file"], text: composeFile.text, sources: [path["directory"]]),
        ]
        if let healthCommand {
            values.append(
                DerivedValue(
                    path: derived["health_command"], text: healthCommand.joined(separator: " "),
                    sources: [path["health"], path["source"]]))
        }
        for (index, route) in app.routes.enumerated() {
            values.append(
                DerivedValue(
                    path: derived["routes"][index], text: "\(route.path.text) → \(upstreamAddress)\(route.to.text)",
                    sources: [path["routes"][index]]))
        }
        for volume in volumes {
            values.append(
                DerivedValue(
                    path: derived["volumes"][volume.volume.id.text],
                    text: "\(volume.directory.text), backed up by \(volume.volume.backupMethod?.rawValue ?? "nobody")",
                    sources: [volume.path]))
        }
        return values
    }
}
