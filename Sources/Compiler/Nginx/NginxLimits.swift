import Spec

/// What clients may take: time, memory and requests.
enum NginxLimits {
    private typealias Buffers = NginxMemoryBound.Buffers

    static func timeouts(_ dialect: NginxDialect) -> [NginxConfig] {
        var timeouts: [NginxConfig] = [
            .set("client_header_timeout", "15s"),
            .set("client_body_timeout", "30s"),
            .set("send_timeout", "30s"),
            .set("keepalive_timeout", "20s"),
            .set("keepalive_requests", "1000"),
            .set("reset_timedout_connection", "on"),
        ]
        if !dialect.sharesLimitsWithHTTP2 {
            timeouts += [
                .set("http2_recv_timeout", "15s"), .set("http2_idle_timeout", "20s"),
                .set("http2_max_requests", "1000"),
            ]
        }
        return timeouts
    }

    /// The sizes that the memory bound is computed from.
    static func buffers(_ dialect: NginxDialect) -> [NginxConfig] {
        var buffers: [NginxConfig] = [
            .comment("The memory bound is computed from these sizes."),
            .set("client_header_buffer_size", Buffers.clientHeader.nginxText),
            .set("large_client_header_buffers", "1", Buffers.largeClientHeader.nginxText),
            .set("client_body_buffer_size", Buffers.clientBody.nginxText),
            .set("client_max_body_size", "1m"),
            .set("http2_max_concurrent_streams", "\(Buffers.concurrentStreams)"),
        ]
        if !dialect.sharesLimitsWithHTTP2 {
            buffers += [
                .set("http2_max_field_size", Buffers.largeClientHeader.nginxText),
                .set("http2_max_header_size", Buffers.largeClientHeader.nginxText),
            ]
        }
        return buffers
    }

    /// The zones that count clients; an IPv6 client is its /64 network, of which it may use any address.
    static func clients(requestsPerSecond: Int) -> [NginxConfig] {
        [
            .map(
                "$binary_remote_addr", to: "$client_network", default: "$binary_remote_addr",
                [(#"~(?s)\A(?<ipv6_network>.{8}).{8}\z"#, "$ipv6_network")]),
            .set(
                "limit_req_zone", "$client_network", "zone=client_rates:\(Buffers.clientRates.nginxText)",
                "rate=\(requestsPerSecond)r/s"),
            .set("limit_conn_zone", "$client_network", "zone=client_requests:\(Buffers.clientConnections.nginxText)"),
            .set("limit_conn_zone", "$server_name", "zone=site_requests:\(Buffers.siteConnections.nginxText)"),
            .set("limit_req_status", "429"),
            .set("limit_conn_status", "429"),
            .comment("A refused request stands in the access log; a flood of them must not fill the error log too."),
            .set("limit_req_log_level", "notice"),
            .set("limit_conn_log_level", "notice"),
        ]
    }

    /// The limits of one site, for requests that reach an app.
    ///
    /// The limit on the site's name is the number of requests in service that the memory bound counts with.
    static func site(_ bound: NginxMemoryBound, requestsPerSecond: Int) -> [NginxConfig] {
        [
            .set("limit_req", "zone=client_rates", "burst=\(requestsPerSecond * 2)", "nodelay"),
            .set("limit_conn", "client_requests", "\(bound.requestsPerClient)"),
            .set("limit_conn", "site_requests", "\(bound.requestsInService)"),
        ]
    }
}
