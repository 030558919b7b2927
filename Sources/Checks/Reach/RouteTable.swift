internal import Spec

/// The routes of all apps, with nginx's own way of choosing one.
///
/// Every single path is an exact location and every subtree a `^~` prefix, so nginx takes the exact one first and then the
/// longest prefix (nginx documentation, `location`).
struct RouteTable {
    /// A route with its place in the host.
    struct Entry {
        let app: Int
        let route: Int
    }

    private let apps: [HostedApp]
    private var byPath: [String: Entry] = [:]

    init(_ host: Host) {
        apps = host.apps
        for (app, hosted) in host.apps.enumerated() {
            for (route, value) in hosted.app.routes.enumerated() where byPath[value.path.text] == nil {
                byPath[value.path.text] = Entry(app: app, route: route)
            }
        }
    }

    /// The first route with exactly this public path.
    subscript(path: URLPath) -> Entry? { byPath[path.text] }

    func route(_ entry: Entry) -> Route { apps[entry.app].app.routes[entry.route] }
    func path(_ entry: Entry) -> SpecPath { apps[entry.app].path["routes"][entry.route] }

    /// The route that takes a public path, and what the app sees of it; nil if none does.
    func match(_ path: URLPath) -> (entry: Entry, seen: URLPath)? {
        if let found = found(path.text, for: path) { return found }
        var rest = Substring(path.text)
        // A subtree's path without its slash is redirected to it.
        if !path.isPrefix, let entry = byPath[path.text + "/"] { return (entry, route(entry).to) }
        while let slash = rest.lastIndex(of: "/") {
            if let found = found(String(rest[...slash]), for: path) { return found }
            rest = rest[..<slash]
        }
        return nil
    }

    private func found(_ key: String, for path: URLPath) -> (entry: Entry, seen: URLPath)? {
        guard let entry = byPath[key], let seen = route(entry).upstreamPath(of: path) else { return nil }
        return (entry, seen)
    }
}
