/// The response headers that every answer of the site carries.
///
/// They are added by servers only: one `add_header` in a location would drop all that its server adds. `always` adds
/// them to errors too. What an app sends under these names is hidden, so that each stands exactly once.
enum NginxHeaders {
    static let strictTransport = (name: "Strict-Transport-Security", value: "max-age=63072000")
    static let plain = [
        (name: "X-Content-Type-Options", value: "nosniff"),
        (name: "X-Frame-Options", value: "SAMEORIGIN"),
        (name: "Referrer-Policy", value: "strict-origin-when-cross-origin"),
    ]

    /// For a server; over plain HTTP no strict transport is announced (RFC 6797, section 7.2).
    static func added(isSecure: Bool) -> [NginxConfig] {
        ((isSecure ? [strictTransport] : []) + plain).map { .set("add_header", $0.name, $0.value, "always") }
    }

    /// For all locations that ask an app; what the app runs on is hidden too.
    static let hidden: [NginxConfig] =
        ([strictTransport] + plain).map { .set("proxy_hide_header", $0.name) } + [
            .set("proxy_hide_header", "X-Powered-By")
        ]
}
