import Foundation
import Spec
import struct Spec.Host
import TestSupport
import Testing

@testable import Compiler

/// Skips what needs nginx, but only where whoever runs the tests said so: a machine without nginx must not pass by silence.
let needsNginx: ConditionTrait = .enabled(
    if: LiveNginx.isAvailable || !LiveNginx.mayBeLeftOut,
    "nginx or the right to make namespaces is missing, and NAGAYA_WITHOUT_NGINX=1 accepts that")

/// The servers that the live tests ask, started at the first use.
enum LiveServers {
    /// `live.yaml`: every kind of route, Debian 12's dialect.
    static let routes = Result { try LiveNginx(LiveNginx.host("Tests/CompilerTests/Fixtures/nginx/live.yaml")) }
    /// The project's own spec, Ubuntu 24.04's dialect.
    static let project = Result { try LiveNginx(compiling: "spec.yaml") }
}

@Suite("nginx, started with the emitted files", needsNginx)
struct NginxLiveTests {
    private let nginx: LiveNginx

    init() throws {
        nginx = try LiveServers.routes.get()
    }

    @Test("reads the emitted files without a warning")
    func configuration() {
        #expect(
            nginx.configuration == "configuration: nginx: the configuration file /etc/nginx/nginx.conf syntax is ok | "
                + "nginx: configuration file /etc/nginx/nginx.conf test is successful")
    }

    // MARK: Reach

    @Test(
        "passes a public path on as the app serves it, the query byte for byte",
        arguments: [
            ("/api/editor/search?q=%e4%b8%ad+%2F&&b=?/../c", "/api/search?q=%e4%b8%ad+%2F&&b=?/../c", 8001),
            ("/api/editor/", "/api/", 8001),
            ("/api/editor/chat?x=1", "/api/chat?x=1", 8001),
            ("/api/editor/chats", "/api/chats", 8001),
            ("/api/editor/live", "/live", 8001),
            ("/api/editor/a%20b", "/api/a%20b", 8001),
            ("/raw/a%2Fb//c/./d?x=%2f", "/raw/a%2Fb//c/./d?x=%2f", 8002),
            ("/odd/$1{a};(b)*/z?y", "/odd/%241{a};(b)*/x/z?y", 8001),
        ])
    func reach(target: String, upstream: String, port: Int) async throws {
        let echo = try await nginx.echo(of: .request("POST", target, body: "{}"))
        #expect((echo.target, echo.port, echo.method) == (upstream, port, "POST"))
        #expect(echo.version == "HTTP/1.1")
    }

    @Test("sends a subtree without its slash to the subtree, keeping method and query")
    func slash() async throws {
        let response = try await nginx.response(to: .request("POST", "/api/editor?a=%2F", body: "{}"))
        #expect(response.status == 308)
        #expect(response.values("location") == ["https://vps.example.com/api/editor/?a=%2F"])
    }

    @Test("serves IPv6 as IPv4", arguments: [(443, 200), (80, 308)])
    func ipv6(port: Int, status: Int) async throws {
        let command = LiveNginx.Command.request("GET", "/health").with { $0.address = "::1" }
        let response = try await nginx.response(to: port == 80 ? command.plain : command)
        #expect(response.status == status)
    }

    @Test("offers HTTP/2", arguments: [["h2"], ["h2", "http/1.1"], ["http/1.1"]])
    func http2(offered: [String]) async throws {
        let outcome = try await nginx.run(LiveNginx.Command(alpn: offered))
        #expect(outcome.alpn == offered[0])
    }

    // MARK: Names

    @Test(
        "refuses the handshake for every name that is not the site's",
        arguments: ["other.example.com", "203.0.113.7.example.com", ""])
    func unknownServerName(name: String) async throws {
        let outcome = try await nginx.run(
            LiveNginx.Command.request("GET", "/health", host: name).with { $0.sni = name })
        #expect(outcome.outcome == "alert")
        #expect(outcome.detail == "TLSV1_UNRECOGNIZED_NAME")
    }

    @Test(
        "answers 421 for another host than the handshake's",
        arguments: ["other.example.com", "203.0.113.7", "localhost"])
    func otherHost(host: String) async throws {
        #expect(try await nginx.response(to: .request("GET", "/health", host: host)).status == 421)
    }

    @Test("answers 421 for no host at all")
    func noHost() async throws {
        #expect(try await nginx.response(to: LiveNginx.Command(send: "GET /health HTTP/1.0\r\n\r\n")).status == 421)
    }

    @Test(
        "closes plain requests for unknown hosts without an answer",
        arguments: ["other.example.com", "203.0.113.7", "127.0.0.1"])
    func unknownHost(host: String) async throws {
        let outcome = try await nginx.run(LiveNginx.Command.request("GET", "/", host: host).plain)
        #expect(outcome.outcome == "closed")
    }

    @Test(
        "redirects to the literal domain over TLS, keeping path, query and method",
        arguments: ["vps.example.com", "www.example.com", "VPS.example.com:80"])
    func redirect(host: String) async throws {
        let response = try await nginx.response(
            to: LiveNginx.Command.request("POST", "/api/editor/x?y=%2F", host: host).plain)
        #expect(response.status == 308)
        #expect(response.values("location") == ["https://vps.example.com/api/editor/x?y=%2F"])
        #expect(response.values("strict-transport-security").isEmpty)
    }

    @Test("redirects aliases over TLS")
    func alias() async throws {
        let command = LiveNginx.Command.request("GET", "/api/editor/x?y", host: "www.example.com").with {
            $0.sni = "www.example.com"
        }
        let response = try await nginx.response(to: command)
        #expect(response.status == 308)
        #expect(response.values("location") == ["https://vps.example.com/api/editor/x?y"])
    }

    @Test(
        "serves certificate challenges over plain HTTP, for every name",
        arguments: ["vps.example.com", "www.example.com"])
    func challenge(host: String) async throws {
        let target = "/.well-known/acme-challenge/token"
        let response = try await nginx.response(to: LiveNginx.Command.request("GET", target, host: host).plain)
        #expect((response.status, response.body) == (200, "token.thumbprint"))
        let missing = try await nginx.response(to: LiveNginx.Command.request("GET", target + "2", host: host).plain)
        #expect(missing.status == 404)
    }

    // MARK: Forwarded fields

    @Test("overwrites what a client claims about itself")
    func spoofing() async throws {
        let claims = [
            "X-Forwarded-For: 192.0.2.1", "X-Real-IP: 192.0.2.1", "X-Forwarded-Host: evil.example",
            "X-Forwarded-Proto: gopher",
            "X-Forwarded-Port: 1", "X-Request-ID: mine", "Forwarded: for=192.0.2.1", "Proxy: evil.example",
            "X-Original-URL: /admin",
            "X-Rewrite-URL: /admin", "X-Forwarded-Prefix: /evil", "X-Forwarded-Server: evil", "X-Client-IP: 192.0.2.1",
            "True-Client-IP: 192.0.2.1",
        ]
        for target in ["/api/editor/x", "/api/editor/live"] {
            let echo = try await nginx.echo(
                of: .request("GET", target, headers: claims).with { $0.source = "127.2.0.1" })
            #expect(echo.values("host") == ["vps.example.com"])
            #expect(echo.values("x-forwarded-for") == ["127.2.0.1"])
            #expect(echo.values("x-real-ip") == ["127.2.0.1"])
            #expect(echo.values("x-forwarded-host") == ["vps.example.com"])
            #expect(echo.values("x-forwarded-proto") == ["https"])
            #expect(echo.values("x-forwarded-port") == ["443"])
            #expect(echo.values("x-request-id").count == 1 && echo.values("x-request-id") != ["mine"])
            let spoofed = echo.headers.filter {
                $0[1].contains("evil") || $0[1].contains("192.0.2.1") || $0[1] == "/admin"
            }
            #expect(spoofed.isEmpty)
        }
    }

    @Test("forwards no upgrade but a WebSocket's, and that only where a route is one")
    func upgrades() async throws {
        let h2c = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"]
        for target in ["/api/editor/x", "/api/editor/live"] {
            let echo = try await nginx.echo(of: .request("GET", target, headers: h2c))
            #expect(echo.values("upgrade").isEmpty && echo.values("connection").isEmpty)
        }
        let webSocket = ["Connection: Upgrade", "Upgrade: websocket"]
        let echo = try await nginx.echo(of: .request("GET", "/api/editor/x", headers: webSocket))
        #expect(echo.values("upgrade").isEmpty)
    }

    // MARK: Streams

    @Test("carries a WebSocket both ways")
    func webSocket() async throws {
        let handshake = [
            "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        let command = LiveNginx.Command.request("GET", "/api/editor/live", headers: handshake)
        let outcome = try await nginx.run(command.with { ($0.op, $0.messages) = ("websocket", ["one", "two"]) })
        #expect(outcome.responses?.first?.status == 101)
        // The accept value for this key is RFC 6455's own example.
        #expect(outcome.responses?.first?.values("sec-websocket-accept") == ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="])
        #expect(outcome.messages == ["welcome", "one", "two"])
    }

    @Test("passes on each event before the app sends the next, to a client that accepts gzip")
    func events() async throws {
        let command = LiveNginx.Command.request(
            "GET", "/api/editor/chat?upstream=events&key=events", headers: ["Accept-Encoding: gzip"])
        let outcome = try await nginx.run(
            command.with { ($0.op, $0.key, $0.upstreamPort) = ("events", "events", 8001) })
        #expect(outcome.messages == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"])
        #expect(outcome.responses?.first?.values("content-type") == ["text/event-stream"])
    }

    @Test(
        "sends every request once, even if the app closes without an answer",
        arguments: ["GET", "POST", "PUT", "DELETE"])
    func once(method: String) async throws {
        let key = "once-\(method)"
        // The second request finds a kept connection to the app.
        _ = try await nginx.echo(of: .request("GET", "/api/editor/warm"))
        let response = try await nginx.response(
            to: .request(method, "/api/editor/x?upstream=abort&key=\(key)", body: "{}"))
        #expect(response.status == 502)
        let count = LiveNginx.Command.request("GET", "/control/count?key=\(key)", host: "upstream").plain.with {
            $0.port = 8001
        }
        #expect(try await nginx.response(to: count).body == #"{"count": 1}"#)
    }

    // MARK: What an app answers

    @Test(
        "maps the app's own redirects to public paths",
        arguments: [
            ("/api/search/", "https://vps.example.com/api/editor/search/"),
            ("http://vps.example.com/api/search/?a=%2F", "https://vps.example.com/api/editor/search/?a=%2F"),
            ("https://vps.example.com/api/x", "https://vps.example.com/api/editor/x"),
            ("/api/editor/x", "/api/editor/x"),
            ("/api/editor?x", "/api/editor?x"),
            ("/api/editors", "https://vps.example.com/api/editor/editors"),
            ("/odd/$1{a};(b)*/x/y", "https://vps.example.com/odd/%241{a};(b)*/y"),
            ("/login", "/login"),
            ("https://other.example.com/api/x", "https://other.example.com/api/x"),
        ])
    func appRedirect(location: String, mapped: String) async throws {
        let allowed = CharacterSet.urlQueryAllowed.subtracting(CharacterSet(charactersIn: ";&+?"))
        let encoded = try #require(location.addingPercentEncoding(withAllowedCharacters: allowed))
        let response = try await nginx.response(
            to: .request("POST", "/api/editor/x?upstream=redirect&to=\(encoded)", body: "{}"))
        #expect(response.status == 307)
        #expect(response.values("location") == [mapped])
    }

    @Test(
        "maps the paths of the app's cookies",
        arguments: [
            ("/api/", "/api/editor/"), ("/", "/"), ("/api/editor/x", "/api/editor/x"),
            ("/api/session", "/api/editor/session"),
        ])
    func cookie(path: String, mapped: String) async throws {
        let response = try await nginx.response(to: .request("GET", "/api/editor/x?upstream=cookie&path=\(path)"))
        #expect(response.values("set-cookie") == ["session=1; Path=\(mapped)"])
    }
}
