import Testing

/// The fields that every answer over TLS carries.
private let securityHeaders = [
    ("strict-transport-security", "max-age=63072000"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "SAMEORIGIN"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
]

/// Expects each security header exactly once, and nothing that tells what runs behind.
func expectSecurityHeaders(_ response: LiveNginx.Response, sourceLocation: SourceLocation = #_sourceLocation) {
    for (name, value) in securityHeaders {
        #expect(response.values(name) == [value], "\(name) of \(response.status)", sourceLocation: sourceLocation)
    }
    #expect(response.values("server") == ["nginx"], sourceLocation: sourceLocation)
    #expect(response.values("x-powered-by").isEmpty, sourceLocation: sourceLocation)
}
