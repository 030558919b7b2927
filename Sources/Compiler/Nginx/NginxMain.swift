import Spec

/// nginx.conf: processes, connections, and what all servers share.
enum NginxMain {
    static func config(for host: Host) -> [NginxConfig] {
        let bound = NginxMemoryBound(host.spec.proxy)
        return [main(bound), [events(bound)], [http(for: host, bound)]].separated()
    }

    private static func main(_ bound: NginxMemoryBound) -> [NginxConfig] {
        [
            .set("user", "www-data"),
            .comment("One worker: every limit below holds for it, and the memory bound is not multiplied by cores."),
            .set("worker_processes", "1"),
            .set("worker_rlimit_nofile", "\(bound.openFiles)"),
            .comment("How long an old worker may finish its requests after a reload; until then both take memory."),
            .set("worker_shutdown_timeout", "30s"),
            .set("pid", "/run/nginx.pid"),
            .set("error_log", "/var/log/nginx/error.log", "warn"),
            .set("include", "/etc/nginx/modules-enabled/*.conf"),
        ]
    }

    private static func events(_ bound: NginxMemoryBound) -> NginxConfig {
        .block(
            "events",
            [
                .comment(
                    "In the worst case nginx takes \(bound.total.rounded) of \(bound.allowed.rounded), a reload included."
                ),
                .set("worker_connections", "\(bound.connections)"),
            ])
    }

    private static func http(for host: Host, _ bound: NginxMemoryBound) -> NginxConfig {
        let dialect = NginxDialect(host.spec.machine.os)
        return .block(
            "http",
            [
                basics(for: host),
                log,
                NginxLimits.timeouts(dialect),
                NginxLimits.buffers(dialect),
                NginxTLS.config(dialect),
                NginxLimits.clients(requestsPerSecond: host.spec.proxy.requestsPerSecond),
                NginxProxying.config,
                NginxHeaders.hidden,
                compression(host.spec.proxy.gzip),
                NginxProblems.titles,
                [.set("include", "/etc/nginx/sites-enabled/nagaya.conf")],
            ].separated())
    }

    private static func basics(for host: Host) -> [NginxConfig] {
        var basics: [NginxConfig] = [.set("server_tokens", "off"), .set("default_type", "application/octet-stream")]
        // Each name needs itself, its length and two pointers in one bucket (`NGX_HASH_ELT_SIZE`); 64 bytes are the default.
        let longest = host.certificateNames.map(\.text.utf8.count).max() ?? 0
        if longest > 46 {
            basics.append(.set("server_names_hash_bucket_size", longest > 110 ? "512" : "128"))
        }
        return basics
    }

    /// Paths without their query, which may hold tokens.
    private static let log: [NginxConfig] = [
        .map(
            "$request_uri", to: "$request_path", default: "-",
            [("~^(?<path_without_query>[^?]+)", "$path_without_query")]),
        .set(
            "log_format", "nagaya",
            "$remote_addr [$time_iso8601] $host \"$request_method $request_path $server_protocol\" $status $body_bytes_sent ",
            "$request_time upstream=$upstream_addr $upstream_status $upstream_response_time \"$http_user_agent\" $request_id"
        ),
        .set("access_log", "/var/log/nginx/access.log", "nagaya"),
    ]

    private static func compression(_ isOn: Bool) -> [NginxConfig] {
        guard isOn else { return [.set("gzip", "off")] }
        typealias Buffers = NginxMemoryBound.Buffers
        return [
            .set("gzip", "on"),
            .set("gzip_vary", "on"),
            .set("gzip_proxied", "any"),
            .set("gzip_comp_level", "5"),
            .comment("Shorter answers do not pay for a compressor; streams of events are no listed type."),
            .set("gzip_min_length", "1024"),
            .set("gzip_buffers", "\(Buffers.gzipCount)", Buffers.gzip.nginxText),
            .set(
                "gzip_types", "application/json", "application/problem+json", "application/javascript", "text/css",
                "text/plain"),
        ]
    }
}
