import Spec

/// The locations of the site: one for each route, and what belongs to no app.
///
/// Every subtree is `^~`, so that the longest one wins and nothing else is ever asked; every single path is `=`.
enum NginxLocations {
    static func config(for host: Host) -> [NginxConfig] {
        let routes = host.apps.flatMap(\.app.routes)
        let exact = Set(routes.filter { !$0.path.isPrefix }.map(\.path.text))
        let subtrees = Set(routes.filter(\.path.isPrefix).map(\.path.text))
        var groups: [[NginxConfig]] = []
        // An app that claims nginx's own path, or all paths, gets it: it would never see the request otherwise.
        if !exact.contains(ownHealth), subtrees.isDisjoint(with: [ownHealth + "/", "/"]) {
            groups.append([health])
        }
        for app in host.apps {
            let mappings = NginxPathMapping.all(of: app, domain: host.spec.domain)
            for (index, route) in app.app.routes.enumerated() {
                let title: [NginxConfig] = index == 0 ? [.comment(app.title)] : []
                groups.append(title + [location(of: route, app, mappings)])
                let bare = String(route.path.text.dropLast())
                if route.path.isPrefix, !bare.isEmpty, !exact.contains(bare) {
                    groups.append([slashRedirect(to: route.path, host.spec.domain)])
                }
            }
        }
        if !subtrees.contains("/") {
            groups.append([.block("location", ["/"], [.set("return", "404")])])
        }
        return groups.separated()
    }

    private static let ownHealth = "/health"

    /// Says that nginx itself works, whatever the apps do.
    private static let health = NginxConfig.block(
        "location", ["=", ownHealth],
        [
            .set("access_log", "off"),
            .set("default_type", "application/json"),
            .set("return", "200", #"{"status":"healthy"}"# + "\n"),
        ])

    private static func location(of route: Route, _ app: HostedApp, _ mappings: [NginxConfig]) -> NginxConfig {
        var body: [NginxConfig] = route.websocket ? NginxProxying.webSocketFields : []
        body += [
            // For nginx zero means no limit; the spec means that no body is taken.
            .set("client_max_body_size", max(route.body, ByteSize(bytes: 1)).nginxText),
            .set("proxy_read_timeout", route.readTimeout.text),
        ]
        if route.stream {
            body += [.set("proxy_buffering", "off"), .set("gzip", "off")]
        }
        // Without a path of its own nginx passes the target on byte for byte, instead of decoding and normalising it.
        let target = route.to == route.path ? "" : NginxText.literal(route.to)
        body += mappings + [.set("proxy_pass", "http://\(app.upstream)\(target)")]
        return .block("location", [route.path.isPrefix ? "^~" : "=", route.path.text], body)
    }

    /// The subtree's path without its slash: nginx alone would answer 301, which turns a POST into a GET.
    private static func slashRedirect(to path: URLPath, _ domain: Hostname) -> NginxConfig {
        .block(
            "location", ["=", String(path.text.dropLast())],
            [.set("return", "308", "https://\(domain.text)\(NginxText.literal(path))$is_args$args")])
    }
}
