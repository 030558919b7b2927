import Spec

/// TLS for all servers: nginx takes protocols from the default server of a socket, so they cannot differ by name.
///
/// Protocols and ciphers are Mozilla's intermediate list, guideline 6.0. No OCSP stapling: Let's Encrypt ended OCSP in
/// August 2025.
enum NginxTLS {
    static let ciphers = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]

    static func config(_ dialect: NginxDialect) -> [NginxConfig] {
        var config: [NginxConfig] = [
            .set("ssl_protocols", "TLSv1.2", "TLSv1.3"),
            .set("ssl_ciphers", ciphers.joined(separator: ":")),
            .set("ssl_prefer_server_ciphers", "off"),
        ]
        if let curves = dialect.curves {
            config.append(.set("ssl_ecdh_curve", curves.joined(separator: ":")))
        }
        config += [
            .set("ssl_session_cache", "shared:tls_sessions:\(NginxMemoryBound.Buffers.tlsSessions.nginxText)"),
            .set("ssl_session_timeout", "1d"),
        ]
        if !dialect.renewsTicketKeys {
            config += [
                .comment(
                    "This nginx never renews the key of its tickets while it runs, which would end forward secrecy."),
                .set("ssl_session_tickets", "off"),
            ]
        }
        config.append(.set("ssl_buffer_size", NginxMemoryBound.Buffers.tlsRecord.nginxText))
        return config
    }

    /// The sockets of a TLS server, IPv4 and IPv6.
    static func listen(_ dialect: NginxDialect, isDefault: Bool = false) -> [NginxConfig] {
        let options = ["ssl"] + (dialect.hasHTTP2Directive ? [] : ["http2"]) + (isDefault ? ["default_server"] : [])
        let sockets = ["443", "[::]:443"].map { NginxConfig.directive("listen", [$0] + options) }
        return dialect.hasHTTP2Directive ? sockets + [.set("http2", "on")] : sockets
    }

    static func certificate(of host: Host) -> [NginxConfig] {
        [.set("ssl_certificate", host.certificate), .set("ssl_certificate_key", host.certificateKey)]
    }
}
