internal import Spec

/// Two apps that Compose takes for one project, or a project without a name.
enum ProjectNameClash: Check {
    static let description = CheckDescription(
        id: "project-name-clash", area: .names,
        summary: "Every app is a Compose project of its own, by the name as Compose normalises it.",
        reason: """
            Compose tells its containers, networks and volumes apart by the project's name alone. Two apps with one name \
            are one project: `up` of the second destroys the container of the first, and `down` removes both (measured \
            with Compose 2.26). Names are compared after normalisation: lower case, only letters, digits, `_` and `-` \
            (compose-go, `NormalizeProjectName`). Without a name Compose takes that of the directory, and many apps live \
            in one called `backend`.
            """,
        bad: .fragment(
            """
            apps:
              editor: { project: backend }
              voice: { project: Backend }
            """),
        good: .fragment(
            """
            apps:
              editor: { project: editor-backend }
              voice: { project: voice-backend }
            """))

    static func findings(in host: Host) -> [Finding] {
        var firsts: [String: HostedApp] = [:]
        var findings: [Finding] = []
        for app in host.apps {
            if app.project.isEmpty {
                findings.append(.emptyProject(of: app))
            } else if let first = firsts[app.project] {
                findings.append(.sharedProject(app, first))
            } else {
                firsts[app.project] = app
            }
        }
        return findings
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func sharedProject(_ app: HostedApp, _ first: HostedApp) -> Finding {
        Finding(
            "apps `\(first.app.id.text)` and `\(app.app.id.text)` are one Compose project: `\(app.project)`",
            at: app.projectPath, label: "project `\(app.project)` again",
            related: [(first.projectPath, "first used here, by app `\(first.app.id.text)`")],
            note: "`up` of one replaces the container of the other, and `down` of one removes both",
            help: "leave `project` out: an app's own name is unique")
    }

    fileprivate static func emptyProject(of app: HostedApp) -> Finding {
        Finding(
            "nothing is left of project name `\(app.app.project ?? "")` once Compose has normalised it",
            at: app.projectPath, note: "Compose keeps a–z, 0–9, `_` and `-`, and begins with a letter or digit",
            help: "leave `project` out: the app's own name is taken")
    }
}

extension HostedApp {
    /// Where its project's name comes from.
    fileprivate var projectPath: SpecPath { app.project == nil ? path : path["project"] }
}
