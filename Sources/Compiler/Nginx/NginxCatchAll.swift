import Spec

/// The default servers of both ports, for every name that is not ours and for bare addresses.
///
/// A scanner's requests are not logged: they would be most of the log.
enum NginxCatchAll {
    static func servers(_ dialect: NginxDialect) -> [NginxConfig] {
        [plain, secure(dialect)]
    }

    private static let plain = NginxConfig.block(
        "server",
        [
            .comment("Unknown names over HTTP: closed without an answer."),
            .set("listen", "80", "default_server"),
            .set("listen", "[::]:80", "default_server"),
            .set("server_name", "_"),
            .set("access_log", "off"),
            .set("return", "444"),
        ])

    /// Refuses the handshake for unknown names; a known name in the handshake with an unknown one in the request is answered 421.
    ///
    /// An nginx that cannot refuse a handshake shows a placeholder certificate, and closes without an answer.
    private static func secure(_ dialect: NginxDialect) -> NginxConfig {
        let refusal: [NginxConfig] =
            dialect.rejectsHandshakes
            ? [.set("ssl_reject_handshake", "on")]
            : [.set("ssl_certificate", Host.placeholderCertificate), .set("ssl_certificate_key", Host.placeholderKey)]
        let server: [NginxConfig] =
            [.comment("Unknown names over TLS: none of ours is shown or served.")]
            + NginxTLS.listen(dialect, isDefault: true)
            + [.set("server_name", "_"), .set("access_log", "off")] + refusal
            + [.block("location", ["/"], [.set("return", dialect.rejectsHandshakes ? "421" : "444")])]
        return .block("server", server)
    }
}
