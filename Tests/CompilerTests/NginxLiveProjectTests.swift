import Spec
import Testing

@Suite("nginx, with the project's own spec", needsNginx)
struct NginxLiveProjectTests {
    private let nginx: LiveNginx

    init() throws {
        nginx = try LiveServers.project.get()
    }

    @Test("reads the emitted files without a warning")
    func configuration() {
        #expect(nginx.configuration.hasSuffix("test is successful"))
        #expect(!nginx.configuration.contains("[warn]"))
    }

    @Test("leads the editor's public search to the route that the editor serves")
    func search() async throws {
        let echo = try await nginx.echo(of: .request("POST", "/api/editor/search?a=%2F&b", body: "{}"))
        #expect((echo.method, echo.target, echo.port) == ("POST", "/api/search?a=%2F&b", 8001))
        #expect(echo.values("host") == ["vps.example.com"])
        #expect(echo.values("x-forwarded-proto") == ["https"])
    }

    @Test("leads every call that clients make to a route that the app serves")
    func calls() async throws {
        var calls = 0
        for app in nginx.host.apps.map(\.app) {
            for call in app.calls {
                calls += 1
                let echo = try await nginx.echo(of: .request(call.method ?? "GET", call.path.text))
                let arrived = try RequestPattern.parse("\(echo.method) \(echo.target)")
                #expect(echo.port == Int(app.port.number), "\(call.text)")
                #expect(app.serves.contains { $0.answers(arrived) }, "\(call.text) arrives as \(arrived.text)")
            }
        }
        #expect(calls > 0)
    }

    @Test("passes on each event of a stream before the app sends the next")
    func streams() async throws {
        var streams = 0
        for app in nginx.host.apps.map(\.app) {
            for route in app.routes where route.stream {
                streams += 1
                let key = app.id.text
                let request = LiveNginx.Command.request(
                    "POST", "\(route.path.text)?upstream=events&key=\(key)", headers: ["Accept-Encoding: gzip"],
                    body: "{}")
                let outcome = try await nginx.run(
                    request.with { ($0.op, $0.key, $0.upstreamPort) = ("events", key, Int(app.port.number)) })
                #expect(outcome.messages == ["data: 0\n\n", "data: 1\n\n", "data: 2\n\n"], "\(route.path.text)")
            }
        }
        #expect(streams > 0)
    }

    @Test(
        "answers with every security header",
        arguments: [
            (LiveNginx.Command.request("GET", "/health"), 200), (.request("GET", "/nothing"), 404),
            (.request("POST", "/api/editor/search", headers: ["Content-Length: 99999999"]), 413),
            (.request("GET", "/api/voice/customers?upstream=abort"), 502),
        ])
    func headers(request: LiveNginx.Command, status: Int) async throws {
        let response = try await nginx.response(to: request)
        #expect(response.status == status)
        expectSecurityHeaders(response)
    }

    @Test("refuses a client above its rate, and after the burst only")
    func rate() async throws {
        let rate = nginx.host.spec.proxy.requestsPerSecond
        let flood = LiveNginx.Command.request("GET", "/api/editor/x").with {
            ($0.repeat, $0.until, $0.source) = (100 * rate, 429, "127.3.0.1")
        }
        let responses = try #require(try await nginx.run(flood).responses)
        #expect(responses.count > 2 * rate)
        let refused = try #require(responses.last)
        #expect(refused.status == 429)
        expectSecurityHeaders(refused)
    }

    /// Requests that the app holds back, and the statuses of further ones while it does.
    private func statuses(heldFrom sources: [String], thenFrom others: [String], key: String) async throws -> [Int?] {
        let held = LiveNginx.Command.request("GET", "/api/editor/x?upstream=stall&key=\(key)")
        let further = others.map { source in
            LiveNginx.Command.request("GET", "/api/editor/x").with { $0.source = source }
        }
        let outcome = try await nginx.run(
            held.with { command in
                (command.op, command.key, command.upstreamPort) = ("crowd", key, 8001)
                (command.sources, command.commands) = (sources, further)
            })
        #expect(outcome.held == sources.count)
        return outcome.outcomes?.map { $0.responses?.last?.status } ?? []
    }

    @Test("lets one client hold half of the requests in service, and no more")
    func oneClient() async throws {
        let limit = NginxMemoryBound(nginx.host.spec.proxy).requestsPerClient
        let held = Array(repeating: "127.4.0.1", count: limit)
        let statuses = try await statuses(heldFrom: held, thenFrom: ["127.4.0.1", "127.4.0.2"], key: "one-client")
        #expect(statuses == [429, 200])
    }

    @Test("serves as many requests at once as the memory bound counts, and no more")
    func allClients() async throws {
        let limit = NginxMemoryBound(nginx.host.spec.proxy).requestsInService
        let addresses = (1...limit).map { "127.5.0.\($0)" }
        let last = Array(addresses.dropLast())
        #expect(try await statuses(heldFrom: last, thenFrom: ["127.5.1.1"], key: "nearly-all") == [200])
        #expect(try await statuses(heldFrom: addresses, thenFrom: ["127.5.1.2"], key: "all-clients") == [429])
    }

    @Test("refuses unknown names")
    func names() async throws {
        let handshake = LiveNginx.Command.request("GET", "/health", host: "other.example.com").with {
            $0.sni = "other.example.com"
        }
        #expect(try await nginx.run(handshake).outcome == "alert")
        #expect(try await nginx.response(to: .request("GET", "/health", host: "other.example.com")).status == 421)
        #expect(
            try await nginx.run(LiveNginx.Command.request("GET", "/", host: "160.251.211.37").plain).outcome == "closed"
        )
    }
}
