import Spec

/// Maps the paths that an app writes into its answers to the public ones: `Location`, and the path of a cookie.
///
/// An app behind a replaced prefix does not know its public path; unmapped, its redirects would lead out of its subtree.
/// What begins with the public path already is left as it is.
enum NginxPathMapping {
    /// The directives for every location of the app, the longest prefix first; empty if none is replaced.
    static func all(of app: HostedApp, domain: Hostname) -> [NginxConfig] {
        let replaced = app.app.routes.filter { $0.path.isPrefix && $0.to != $0.path }
        return replaced.sorted { ($1.to.text.utf8.count, $0.to.text) < ($0.to.text.utf8.count, $1.to.text) }.flatMap {
            route in
            let mapped = NginxText.literal(route.path) + "$mapped_path"
            let rest = rest(after: route)
            return [
                .set("proxy_redirect", "~^(?:https?://\(NginxText.pattern(domain.text)))?" + rest, mapped),
                .set("proxy_cookie_path", "~^" + rest, mapped),
            ] as [NginxConfig]
        }
    }

    /// A pattern for the app's prefix and what follows, unless that makes it the public path.
    private static func rest(after route: Route) -> String {
        let guarding: String
        if route.path.text.hasPrefix(route.to.text) {
            let beyond = route.path.text.dropFirst(route.to.text.utf8.count).dropLast()
            guarding = "(?!\(NginxText.pattern(String(beyond)))(?:[/?]|$))"
        } else {
            guarding = ""
        }
        return NginxText.pattern(route.to.text) + guarding + "(?<mapped_path>.*)$"
    }
}
