import Testing

@Suite("nginx's answers, with the emitted files", needsNginx)
struct NginxLiveHeaderTests {
    private let nginx: LiveNginx

    init() throws {
        nginx = try LiveServers.routes.get()
    }

    /// A way to an answer of the site.
    struct Case: CustomTestStringConvertible {
        let name: String
        let request: LiveNginx.Command
        let status: Int
        /// The title of nginx's own problem document; nil if the app answers, or there is no error.
        var title: String?

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "an app's answer", request: .request("GET", "/api/editor/x"), status: 200),
        Case(name: "an app's own headers", request: .request("GET", "/api/editor/x?upstream=duplicates"), status: 200),
        Case(name: "an app's error", request: .request("GET", "/api/editor/x?upstream=status&code=500"), status: 500),
        Case(name: "an app's refusal", request: .request("GET", "/raw/x?upstream=status&code=401"), status: 401),
        Case(name: "a HEAD request", request: .request("HEAD", "/api/editor/x"), status: 200),
        Case(name: "a stream", request: .request("GET", "/api/editor/chat"), status: 200),
        Case(name: "a WebSocket route", request: .request("GET", "/api/editor/live"), status: 200),
        Case(name: "health", request: .request("GET", "/health"), status: 200),
        Case(name: "health by POST", request: .request("POST", "/health", body: "{}"), status: 200),
        Case(name: "a missing slash", request: .request("GET", "/api/editor"), status: 308),
        Case(name: "an unknown path", request: .request("GET", "/nothing"), status: 404, title: "Not Found"),
        Case(name: "health and more", request: .request("GET", "/healthy"), status: 404, title: "Not Found"),
        Case(name: "the root", request: .request("GET", "/"), status: 404, title: "Not Found"),
        Case(
            name: "the problem's own path", request: .request("GET", "/.nagaya/problem"), status: 404,
            title: "Not Found"),
        Case(
            name: "a body above the route's limit",
            request: LiveNginx.Command.request("POST", "/raw/x", headers: ["Content-Length: 10241"]), status: 413,
            title: "Content Too Large"),
        Case(
            name: "a body above another route's limit",
            request: .request("POST", "/api/editor/x", headers: ["Content-Length: 1048577"]),
            status: 413, title: "Content Too Large"),
        Case(
            name: "an app that closes", request: .request("GET", "/api/editor/x?upstream=abort"), status: 502,
            title: "Bad Gateway"),
        Case(
            name: "an app that is silent", request: .request("GET", "/api/editor/x?upstream=stall&key=silent"),
            status: 504,
            title: "Gateway Timeout"),
        Case(
            name: "a malformed field", request: .request("GET", "/", host: "vps.example.com\r\nContent-Length: x"),
            status: 400,
            title: "Bad Request"),
        Case(
            name: "a path above the root", request: .request("GET", "/api/editor/../../../etc"), status: 400,
            title: "Bad Request"),
        Case(
            name: "too many fields",
            request: .request("GET", "/health", headers: ["X-Filler: " + String(repeating: "a", count: 9000)]),
            status: 400, title: "Bad Request"),
        Case(
            name: "a long path", request: .request("GET", "/" + String(repeating: "a", count: 9000)), status: 414,
            title: "URI Too Long"),
        Case(
            name: "an unknown method", request: .request("TRACE", "/api/editor/x"), status: 405,
            title: "Method Not Allowed"),
    ]

    @Test("carry every security header exactly once", arguments: cases)
    func headers(way: Case) async throws {
        let response = try await nginx.response(to: way.request)
        #expect(response.status == way.status)
        expectSecurityHeaders(response)
        guard let title = way.title else { return }
        #expect(response.values("content-type") == ["application/problem+json"])
        #expect(response.body == #"{"type":"about:blank","title":"\#(title)","status":\#(way.status)}"# + "\n")
    }

    @Test("keep the app's other headers")
    func otherHeaders() async throws {
        let response = try await nginx.response(to: .request("GET", "/api/editor/x?upstream=duplicates"))
        #expect(response.values("x-app") == ["kept"])
    }

    @Test("type the health answer once, as JSON")
    func health() async throws {
        let response = try await nginx.response(to: .request("GET", "/health"))
        #expect(response.values("content-type") == ["application/json"])
        #expect(response.body == "{\"status\":\"healthy\"}\n")
    }

    @Test("take a body up to the route's limit", arguments: [("/raw/x", 10240), ("/api/editor/x", 1_048_576)])
    func bodyLimit(target: String, bytes: Int) async throws {
        let body = String(repeating: "a", count: bytes)
        let echo = try await nginx.echo(of: .request("POST", target, body: body))
        #expect(echo.values("content-length") == ["\(bytes)"])
    }

    @Test("are 429 with every header for a client above its rate")
    func rate() async throws {
        let flood = LiveNginx.Command.request("GET", "/api/editor/x").with {
            ($0.repeat, $0.until, $0.source) = (200, 429, "127.3.0.1")
        }
        let responses = try #require(try await nginx.run(flood).responses)
        let refused = try #require(responses.last)
        // One a second, and a burst of two.
        #expect(responses.count >= 4)
        #expect(refused.status == 429)
        expectSecurityHeaders(refused)
        #expect(refused.body == #"{"type":"about:blank","title":"Too Many Requests","status":429}"# + "\n")
        let other = try await nginx.response(
            to: LiveNginx.Command.request("GET", "/api/editor/x").with { $0.source = "127.3.0.2" })
        #expect(other.status == 200)
    }

    @Test("count the addresses of one IPv6 network as one client")
    func networks() async throws {
        func request(_ source: String) -> LiveNginx.Command {
            .request("GET", "/api/editor/x").with { ($0.address, $0.source) = ("::1", source) }
        }
        let flood = request("2001:db8:0:1::1").with { $0.repeat = 50 }
        let steps = [flood, request("2001:db8:0:1:ffff::2"), request("2001:db8:0:2::1")]
        let outcomes = try await nginx.run(LiveNginx.Command(op: "sequence", commands: steps)).outcomes
        #expect(outcomes?.map { $0.responses?.last?.status } == [429, 429, 200])
    }
}
