internal import Spec

/// Two routes with the same public path.
enum RouteClash: Check {
    static let description = CheckDescription(
        id: "route-clash", area: .reach,
        summary: "Every public path belongs to one route.",
        reason: """
            nginx refuses a location that is written twice and does not start: `duplicate location`. A subtree and a single \
            path inside it are no clash: nginx takes the more exact one.
            """,
        bad: .fragment(
            """
            apps:
              voice:
                routes: [{ path: /api/editor/, to: /api/ }]
                serves: []
            """),
        good: .fragment(
            """
            apps:
              voice:
                routes: [{ path: /api/voice/, to: /api/ }]
                serves: []
            """))

    /// The location that nginx's own error answers come from.
    private static let reserved = "/.nagaya/problem"

    static func findings(in host: Host) -> [Finding] {
        let table = RouteTable(host)
        var findings: [Finding] = []
        for (appIndex, app) in host.apps.enumerated() {
            for (index, route) in app.app.routes.enumerated() {
                let place = app.path["routes"][index]["path"]
                if route.path.text == reserved { findings.append(.reservedRoute(route, at: place)) }
                guard let first = table[route.path], (first.app, first.route) != (appIndex, index) else { continue }
                findings.append(
                    .sharedRoute(route, at: place, first: table.path(first)["path"], of: host.apps[first.app], app))
            }
        }
        return findings
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func sharedRoute(
        _ route: Route, at path: SpecPath, first: SpecPath, of owner: HostedApp, _ app: HostedApp
    ) -> Finding {
        let who =
            owner.app.id == app.app.id
            ? "twice by app `\(app.app.id.text)`" : "by apps `\(owner.app.id.text)` and `\(app.app.id.text)`"
        return Finding(
            "public path `\(route.path.text)` is claimed \(who)", at: path, label: "claimed again here",
            related: [(first, "first claimed here, by app `\(owner.app.id.text)`")],
            note: "nginx does not start with the same location twice", help: "give one of the routes another path")
    }

    fileprivate static func reservedRoute(_ route: Route, at path: SpecPath) -> Finding {
        Finding(
            "public path `\(route.path.text)` is nginx's own: its error answers come from there", at: path,
            note: "nginx does not start with the same location twice", help: "give the route another path")
    }
}
