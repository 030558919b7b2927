import Spec

/// How requests go on to an app: over which protocol, and with which header fields.
enum NginxProxying {
    private typealias Buffers = NginxMemoryBound.Buffers

    /// For `http`; a location inherits the fields as long as it sets none itself.
    static let config: [NginxConfig] =
        [
            .comment(
                "Only a WebSocket is upgraded: any other upgrade, h2c above all, would pass nginx's own routes by."),
            .map("$http_upgrade", to: "$websocket_upgrade", default: "", [("websocket", "websocket")]),
            .map("$http_upgrade", to: "$websocket_connection", default: "", [("websocket", "upgrade")]),
            .set("proxy_http_version", "1.1"),
            .set("proxy_connect_timeout", "5s"),
            .set("proxy_send_timeout", "30s"),
            .comment("Every request is sent once: an app may have acted on what it did not answer."),
            .set("proxy_next_upstream", "off"),
            .set("proxy_buffer_size", Buffers.proxyHeader.nginxText),
            .set("proxy_buffers", "\(Buffers.proxyCount)", Buffers.proxy.nginxText),
            .set("proxy_max_temp_file_size", "0"),
            .set("proxy_headers_hash_bucket_size", "128"),
        ] + fields(upgrade: "", connection: "")

    /// For a WebSocket location, which must repeat all fields to change two.
    static let webSocketFields = fields(upgrade: "$websocket_upgrade", connection: "$websocket_connection")

    /// nginx is the edge: what a client claims about itself, or about a proxy before it, is overwritten or removed.
    private static func fields(upgrade: String, connection: String) -> [NginxConfig] {
        [
            ("Host", "$host"),
            ("Connection", connection),
            ("Upgrade", upgrade),
            ("X-Real-IP", "$remote_addr"),
            ("X-Forwarded-For", "$remote_addr"),
            ("X-Forwarded-Host", "$host"),
            ("X-Forwarded-Port", "$server_port"),
            ("X-Forwarded-Proto", "$scheme"),
            ("X-Request-ID", "$request_id"),
        ].map { .set("proxy_set_header", $0.0, $0.1) }
            + removed.map { .set("proxy_set_header", $0, "") }
    }

    private static let removed = [
        "Forwarded", "Proxy", "True-Client-IP", "X-Client-IP", "X-Forwarded-Prefix", "X-Forwarded-Scheme",
        "X-Forwarded-Server", "X-Forwarded-Ssl", "X-Original-URL", "X-Rewrite-URL",
    ]

    /// The group of one app's addresses: a single one.
    ///
    /// An idle connection is closed before the app closes it (after 5 s in Node and uvicorn), so that no request is sent
    /// into a connection that is just ending.
    static func upstream(_ app: HostedApp) -> NginxConfig {
        .block(
            "upstream", [app.upstream],
            [
                .set("server", app.upstreamAddress),
                .set("keepalive", "8"),
                .set("keepalive_requests", "1000"),
                .set("keepalive_timeout", "4s"),
            ])
    }
}
