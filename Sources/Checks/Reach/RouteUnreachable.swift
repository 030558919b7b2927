internal import Spec

/// What the world cannot reach, and what it reaches in vain.
enum RouteUnreachable: Check {
    static let description = CheckDescription(
        id: "route-unreachable", area: .reach,
        summary:
            "Public URLs and the app's own routes meet: every route under `serves` is reached, every URL under `calls` leads to one.",
        reason: """
            nginx may replace the beginning of a path (`to`), and an app answers 404 for a path that it does not know. Each \
            side is fine by itself, and `nginx -t` accepts both; only together they are wrong. The path is traced here as \
            nginx does it: exact locations first, then the longest prefix, then the replacement.
            """,
        bad: .fragment(
            """
            apps:
              editor:
                routes: [{ path: /api/editor/, to: / }]
                serves: [POST /api/search]
                calls: [POST /api/editor/search]
            """),
        good: .fragment(
            """
            apps:
              editor:
                routes: [{ path: /api/editor/, to: /api/ }]
                serves: [POST /api/search]
                calls: [POST /api/editor/search]
            """))

    static func findings(in host: Host) -> [Finding] {
        let table = RouteTable(host)
        return host.apps.indices.flatMap { AppReach(host, app: $0, table: table).findings }
    }
}

/// Traces one app's calls and routes.
private struct AppReach {
    private let host: Host
    private let index: Int
    private let table: RouteTable
    private var hosted: HostedApp { host.apps[index] }
    private var app: App { hosted.app }

    init(_ host: Host, app: Int, table: RouteTable) {
        (self.host, index, self.table) = (host, app, table)
    }

    var findings: [Finding] {
        var findings: [Finding] = []
        var missed: [Int: [Int]] = [:]
        var isMet: Set<Int> = []
        for (call, pattern) in app.calls.enumerated() {
            guard let (entry, seen) = table.match(pattern.path) else {
                findings.append(.leadsNowhere(pattern, at: callPath(call), of: hosted))
                continue
            }
            guard entry.app == index else {
                findings.append(.leadsAway(pattern, at: callPath(call), to: host.apps[entry.app], table.path(entry)))
                continue
            }
            guard !app.serves.isEmpty else { continue }
            if answering(pattern.method, seen) != nil {
                isMet.insert(entry.route)
            } else {
                missed[entry.route, default: []].append(call)
            }
        }
        var blamed: Set<Int> = []
        for route in app.routes.indices {
            guard let calls = missed[route] else { continue }
            findings += missedFindings(calls, through: route, isRight: isMet.contains(route), blamed: &blamed)
        }
        return findings + servedFindings(blamed: blamed)
    }

    private func callPath(_ call: Int) -> SpecPath { hosted.path["calls"][call] }
    private func servesPath(_ served: Int) -> SpecPath { hosted.path["serves"][served] }
    private func routePath(_ route: Int) -> SpecPath { hosted.path["routes"][route] }

    /// The place under `serves` of what answers a request.
    private func answering(_ method: String?, _ path: URLPath) -> Int? {
        let text = (method.map { "\($0) " } ?? "") + path.text
        guard let request = try? RequestPattern.parse(text) else { return nil }
        return app.serves.firstIndex { $0.answers(request) }
    }

    // MARK: Calls

    /// The calls through one route that the app does not answer: one finding if another replacement would mend them all.
    private func missedFindings(_ calls: [Int], through route: Int, isRight: Bool, blamed: inout Set<Int>) -> [Finding]
    {
        let served = replacement(for: calls, through: route)
        if !isRight, let served {
            blamed.insert(route)
            return [
                .wrongReplacement(
                    app.routes[route], at: routePath(route)["to"], calls: calls.map { (app.calls[$0], callPath($0)) },
                    served: (app.serves[served.index], servesPath(served.index)), to: served.to, of: hosted)
            ]
        }
        return calls.map { call in
            let pattern = app.calls[call]
            let seen = app.routes[route].upstreamPath(of: pattern.path) ?? pattern.path
            let other = answering(nil, seen).map { (app.serves[$0], servesPath($0)) }
            return .notServed(
                pattern, seen: seen, at: callPath(call), through: routePath(route)["path"], other: other, of: hosted)
        }
    }

    /// What the route would have to make of its path for all these calls to be answered.
    private func replacement(for calls: [Int], through route: Int) -> (to: String, index: Int)? {
        let prefix = app.routes[route].path
        guard let first = calls.first else { return nil }
        let rest = app.calls[first].path.text.dropFirst(prefix.text.count)
        for (index, served) in app.serves.enumerated() {
            guard let to = Self.directory(of: served.path.text, before: rest, isPrefix: prefix.isPrefix) else {
                continue
            }
            let mendsAll = calls.allSatisfy { call in
                let tail = app.calls[call].path.text.dropFirst(prefix.text.count)
                guard let path = try? URLPath.parse(to + tail) else { return false }
                return answering(app.calls[call].method, path) != nil
            }
            if mendsAll { return (to, index) }
        }
        return nil
    }

    /// What stands before `rest` at the end of a path: `/api/` for `search` of `/api/search`; the path itself for a single path.
    private static func directory(of path: String, before rest: Substring, isPrefix: Bool) -> String? {
        guard isPrefix else { return path }
        // As many segments as the rest has, because a segment in braces stands for any.
        var directory = Substring(path)
        for _ in rest.split(separator: "/", omittingEmptySubsequences: false) {
            guard directory.last != "/", let slash = directory.lastIndex(of: "/") else { return nil }
            directory = directory[...slash].dropLast()
        }
        return String(directory) + "/"
    }

    // MARK: Served routes

    private func servedFindings(blamed: Set<Int>) -> [Finding] {
        guard !app.serves.isEmpty else { return [] }
        var isUseful = [Bool](repeating: false, count: app.routes.count)
        var unreached: [Int] = []
        var findings: [Finding] = []
        var shadows: Set<SpecPath> = []
        for (served, pattern) in app.serves.enumerated() {
            var shadow: RouteTable.Entry?
            var isReached = false
            for (route, value) in app.routes.enumerated() {
                guard let path = value.publicPath(of: pattern.path) else { continue }
                isUseful[route] = true
                guard let match = table.match(path) else { continue }
                if match.entry.app == index, match.seen == pattern.path {
                    isReached = true
                } else {
                    shadow = shadow ?? match.entry
                }
            }
            if isReached { continue }
            if let shadow {
                // One route that covers several is one mistake.
                guard shadows.insert(table.path(shadow)).inserted else { continue }
                findings.append(
                    .shadowed(
                        pattern, at: table.path(shadow)["path"], by: host.apps[shadow.app], served: servesPath(served),
                        of: hosted))
            } else {
                unreached.append(served)
            }
        }
        let useless = app.routes.indices.filter { !isUseful[$0] && !blamed.contains($0) }
        for route in useless {
            findings.append(
                .uselessRoute(
                    app.routes[route], at: routePath(route)["to"], served: unreached.first.map(servedPlace), of: hosted)
            )
        }
        // What a wrong replacement leaves unreached is the same mistake.
        if useless.isEmpty, blamed.isEmpty, let first = unreached.first {
            findings.append(.unreached(unreached.map(servedPlace), at: servesPath(first), of: hosted))
        }
        return findings
    }

    private func servedPlace(_ served: Int) -> (pattern: RequestPattern, path: SpecPath) {
        (app.serves[served], servesPath(served))
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func leadsNowhere(_ call: RequestPattern, at path: SpecPath, of app: HostedApp) -> Finding {
        let routes = app.app.routes.prefix(3).map { "`\($0.path.text)`" }.joined(separator: ", ")
        return Finding(
            "clients call `\(call.text)`, but no route takes this path", at: path, label: "answered 404 by nginx",
            related: app.app.routes.isEmpty ? [] : [(app.path["routes"][0]["path"], "the first route of this app")],
            note: routes.isEmpty ? "app `\(app.app.id.text)` has no routes" : "app `\(app.app.id.text)` has \(routes)",
            help: "add a route for it, or correct the call")
    }

    fileprivate static func leadsAway(
        _ call: RequestPattern, at path: SpecPath, to other: HostedApp, _ route: SpecPath
    ) -> Finding {
        Finding(
            "clients call `\(call.text)`, but app `\(other.app.id.text)` takes this path", at: path,
            label: "leads to another app",
            related: [(route["path"], "taken here, by app `\(other.app.id.text)`")],
            help: "list the call under the app that answers it, or correct it")
    }

    fileprivate static func wrongReplacement(
        _ route: Route, at path: SpecPath, calls: [(RequestPattern, SpecPath)], served: (RequestPattern, SpecPath),
        to: String,
        of app: HostedApp
    ) -> Finding {
        let name = "app `\(app.app.id.text)`"
        let call = calls.first?.0
        let seen = call.flatMap { route.upstreamPath(of: $0.path) } ?? route.to
        let more = calls.count > 1 ? "\(calls.count) calls go the same way" : nil
        let label =
            route.to == route.path
            ? "`\(route.path.text)` arrives as it is" : "`\(route.path.text)` becomes `\(route.to.text)`"
        return Finding(
            "clients call `\(call?.text ?? route.path.text)`, but \(name) sees `\(seen.text)`, which it does not serve",
            at: path, label: label,
            related: calls.prefix(1).map { ($0.1, "called here") } + [
                (served.1, "\(name) serves `\(served.0.path.text)`")
            ],
            note: more, help: "write `to: \(to)`")
    }

    fileprivate static func notServed(
        _ call: RequestPattern, seen: URLPath, at path: SpecPath, through route: SpecPath,
        other: (RequestPattern, SpecPath)?,
        of app: HostedApp
    ) -> Finding {
        let name = "app `\(app.app.id.text)`"
        let paths = app.app.serves.map(\.path.text)
        let nearest = other == nil ? Suggestion.nearest(to: seen.text, among: paths) : nil
        return Finding(
            "clients call `\(call.text)`, but \(name) sees `\(seen.text)`, which it does not serve"
                + (other == nil ? "" : " with this method"),
            at: path, label: "answered \(other == nil ? "404" : "405") by the app",
            related: [(route, "taken by this route")] + (other.map { [($0.1, "served as `\($0.0.text)`")] } ?? []),
            help: nearest.map { "there is a similar path: `\($0)`" } ?? "correct the call, or add it to `serves`")
    }

    fileprivate static func uselessRoute(
        _ route: Route, at path: SpecPath, served: (pattern: RequestPattern, path: SpecPath)?, of app: HostedApp
    ) -> Finding {
        let name = "app `\(app.app.id.text)`"
        var to: Substring?
        if route.path.isPrefix, let text = served?.pattern.path.text, let slash = text.dropLast().lastIndex(of: "/") {
            to = text[...slash]
        }
        return Finding(
            "route `\(route.path.text)` leads to `\(route.to.text)`, where \(name) serves nothing", at: path,
            label: route.to == route.path ? "arrives as it is" : "the app sees this",
            related: served.map { [($0.path, "no public URL leads to this")] } ?? [],
            help: to.map { "write `to: \($0)`" } ?? "remove the route, or add what it leads to to `serves`")
    }

    fileprivate static func unreached(
        _ served: [(pattern: RequestPattern, path: SpecPath)], at path: SpecPath, of app: HostedApp
    ) -> Finding {
        let first = served.first?.pattern.text ?? ""
        let others = served.dropFirst()
        let related = others.prefix(3).map { (path: $0.path, label: "not reached either") }
        let routes = app.app.routes.prefix(3).map { "`\($0.path.text)` to `\($0.to.text)`" }.joined(separator: ", ")
        return Finding(
            "no public URL leads to `\(first)` of app `\(app.app.id.text)`"
                + (others.isEmpty ? "" : ", nor to \(others.count) more of its routes"),
            at: path, label: "served, but not reached", related: related,
            note: routes.isEmpty ? "the app has no routes" : "its routes lead \(routes)",
            help: "add a route that leads to it, or remove it from `serves`")
    }

    fileprivate static func shadowed(
        _ served: RequestPattern, at path: SpecPath, by other: HostedApp, served place: SpecPath, of app: HostedApp
    ) -> Finding {
        Finding(
            "this route of app `\(other.app.id.text)` takes requests meant for `\(served.text)` of app `\(app.app.id.text)`",
            at: path, label: "longer, so nginx takes it", related: [(place, "not reached")],
            help: "give one of the routes another path")
    }
}
