import Spec

/// The site's file: apps' addresses, the servers for unknown names, and those for the domain and its aliases.
enum NginxSite {
    static func config(for host: Host) -> [NginxConfig] {
        let dialect = NginxDialect(host.spec.machine.os)
        let aliases = host.spec.aliases.isEmpty ? [] : [aliasServer(for: host, dialect)]
        return
            (host.apps.map { [NginxProxying.upstream($0)] }
            + NginxCatchAll.servers(dialect).map { [$0] }
            + [[plainServer(for: host)]]
            + aliases.map { [$0] }
            + [[site(for: host, dialect)]]).separated()
    }

    /// Port 80: certificate challenges, and a redirect for the rest.
    ///
    /// The redirect is in a location, because a `return` of the server would answer challenges too. It keeps the method (308).
    private static func plainServer(for host: Host) -> NginxConfig {
        .block(
            "server",
            [
                [.set("listen", "80"), .set("listen", "[::]:80"), names(host.certificateNames)],
                NginxHeaders.added(isSecure: false),
                NginxProblems.pages,
                [
                    .block(
                        "location", ["^~", "/.well-known/acme-challenge/"],
                        [.set("root", Host.acmeRoot), .set("default_type", "text/plain"), .block("types", [])])
                ],
                [redirect(to: host.spec.domain)],
                NginxProblems.location,
            ].separated())
    }

    /// The further names over TLS: a redirect to the domain.
    private static func aliasServer(for host: Host, _ dialect: NginxDialect) -> NginxConfig {
        .block(
            "server",
            [
                NginxTLS.listen(dialect) + [names(host.spec.aliases)],
                NginxTLS.certificate(of: host),
                NginxHeaders.added(isSecure: true),
                NginxProblems.pages,
                [redirect(to: host.spec.domain)],
                NginxProblems.location,
            ].separated())
    }

    /// The domain over TLS.
    private static func site(for host: Host, _ dialect: NginxDialect) -> NginxConfig {
        let proxy = host.spec.proxy
        return .block(
            "server",
            [
                NginxTLS.listen(dialect) + [names([host.spec.domain])],
                NginxTLS.certificate(of: host),
                NginxHeaders.added(isSecure: true),
                NginxProblems.pages,
                NginxLimits.site(NginxMemoryBound(proxy), requestsPerSecond: proxy.requestsPerSecond),
                NginxLocations.config(for: host),
                NginxProblems.location,
            ].separated())
    }

    private static func names(_ names: [Hostname]) -> NginxConfig {
        .directive("server_name", names.map(\.text))
    }

    private static func redirect(to domain: Hostname) -> NginxConfig {
        .block("location", ["/"], [.set("return", "308", "https://\(domain.text)$request_uri")])
    }
}
