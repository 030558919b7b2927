import Checks
import Spec
import Testing

@Suite("Public URLs and the app's own routes meet")
struct RouteTests {
    /// Routes, served routes and calls of the app `editor`, with what must be said.
    struct Case: Sendable, CustomTestStringConvertible {
        let routes: String
        let serves: String
        let calls: String
        let message: String?
        let marked: String?
        var testDescription: String { "\(routes) \(serves) \(calls)" }
    }

    static let cases = [
        Case(
            routes: "{ path: /e/, to: /api/ }", serves: "GET /api/a/{id}", calls: "GET /e/a/7", message: nil,
            marked: nil),
        Case(routes: "{ path: /e/ }", serves: "GET /e/a", calls: "GET /e/a", message: nil, marked: nil),
        Case(routes: "{ path: /e, to: /api/e }", serves: "GET /api/e", calls: "GET /e", message: nil, marked: nil),
        Case(routes: "{ path: /e/, to: /api/ }", serves: "", calls: "GET /e/anything", message: nil, marked: nil),
        Case(
            routes: "{ path: /e/, to: /api/ }, { path: /e/chat, to: /api/chat, stream: true }",
            serves: "POST /api/chat, GET /api/a",
            calls: "POST /e/chat", message: nil, marked: nil),
        Case(
            routes: "{ path: /e/ }", serves: "POST /api/search", calls: "POST /e/search",
            message: "clients call `POST /e/search`, but app `editor` sees `/e/search`, which it does not serve",
            marked: "path"),
        Case(
            routes: "{ path: /e/, to: / }", serves: "GET /api/a/{id}, POST /api/b", calls: "GET /e/a/7, POST /e/b",
            message: "clients call `GET /e/a/7`, but app `editor` sees `/a/7`, which it does not serve", marked: "/"),
        Case(
            routes: "{ path: /e/, to: /api/ }", serves: "POST /api/search, GET /api/list",
            calls: "POST /e/serch, GET /e/list",
            message: "clients call `POST /e/serch`, but app `editor` sees `/api/serch`, which it does not serve",
            marked: "POST /e/serch"),
        Case(
            routes: "{ path: /e/, to: /api/ }", serves: "POST /api/search", calls: "GET /e/search",
            message:
                "clients call `GET /e/search`, but app `editor` sees `/api/search`, which it does not serve with this method",
            marked: "GET /e/search"),
        Case(
            routes: "{ path: /e/, to: /api/ }", serves: "GET /api/a", calls: "GET /f/a",
            message: "clients call `GET /f/a`, but no route takes this path", marked: "GET /f/a"),
        Case(
            routes: "{ path: /e/, to: /api/ }", serves: "GET /api/a", calls: "GET /api/voice/a",
            message: "clients call `GET /api/voice/a`, but app `voice` takes this path", marked: "GET /api/voice/a"),
        Case(
            routes: "{ path: /e/, to: /v1/ }", serves: "GET /api/a, GET /api/b", calls: "",
            message: "route `/e/` leads to `/v1/`, where app `editor` serves nothing", marked: "/v1/"),
        Case(
            routes: "{ path: /e/, to: /api/ }", serves: "GET /api/a, GET /admin, GET /status", calls: "",
            message: "no public URL leads to `GET /admin` of app `editor`, nor to 1 more of its routes",
            marked: "GET /admin"),
        Case(
            routes: "", serves: "GET /api/a", calls: "", message: "no public URL leads to `GET /api/a` of app `editor`",
            marked: "GET /api/a"),
        Case(
            routes: "{ path: /api/, to: /api/ }", serves: "GET /api/voice/x", calls: "",
            message: "this route of app `voice` takes requests meant for `GET /api/voice/x` of app `editor`",
            marked: "/api/voice/"),
    ]

    @Test("each mistake is told once, at its place", arguments: cases)
    func routes(_ example: Case) throws {
        // In a flow list a text with braces needs quotes.
        func quoted(_ list: String) -> String {
            list.split(separator: ", ").map { "\"\($0)\"" }.joined(separator: ", ")
        }
        let requests = "serves: [\(quoted(example.serves))], calls: [\(quoted(example.calls))]"
        let text = Example.fragment("apps: { editor: { routes: [\(example.routes)], \(requests) } }").spec
        let found = diagnostics(of: text)
        #expect(found.map(\.message) == [example.message].compactMap { $0 })
        #expect(found.first.map { marked($0.span, in: text).replacing("\"", with: "") } == example.marked)
        #expect(found.allSatisfy { $0.rule == "route-unreachable" })
    }

    @Test("the suggested replacement mends the calls")
    func suggestion() throws {
        let rest = "serves: [\"GET /api/v2/a/{id}\", POST /api/v2/b], calls: [GET /e/a/7, POST /e/b]"
        let found = try diagnostics(ofFragment: "apps: { editor: { routes: [{ path: /e/, to: / }], \(rest) } }").only(
            "route-unreachable")
        #expect(found.help == "write `to: /api/v2/`")
        #expect(found.note == "2 calls go the same way")
        #expect(
            rules(diagnostics(ofFragment: "apps: { editor: { routes: [{ path: /e/, to: /api/v2/ }], \(rest) } }")) == []
        )
    }
}
