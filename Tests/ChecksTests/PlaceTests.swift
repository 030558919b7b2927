import Checks
import Spec
import Testing

@Suite("Findings mark the text that causes them")
struct PlaceTests {
    /// A fragment, a rule, the marked text and the texts marked besides.
    struct Case: Sendable, CustomTestStringConvertible {
        let fragment: String
        let rule: RuleID
        let primary: String
        let related: [String]
        var testDescription: String { "\(rule): \(fragment.prefix(60))" }
    }

    static let cases = [
        Case(fragment: "apps: { voice: { port: 8001 } }", rule: "port-clash", primary: "8001", related: ["8001"]),
        Case(
            fragment: "apps: { voice: { port: 443, container_port: 8002 } }", rule: "port-clash", primary: "443",
            related: ["vps.example.com"]),
        Case(fragment: "host: { ssh: { port: 80 } }", rule: "port-clash", primary: "80", related: ["vps.example.com"]),
        Case(fragment: "host: { ssh: { port: 8002 } }", rule: "port-clash", primary: "8002", related: ["8002"]),
        Case(
            fragment: "apps: { voice: { project: editor } }", rule: "project-name-clash", primary: "editor",
            related: ["editor"]),
        Case(fragment: "apps: { voice: { project: _-_ } }", rule: "project-name-clash", primary: "_-_", related: []),
        Case(
            fragment: "apps: { voice: { directory: /opt/editor } }", rule: "directory-clash", primary: "/opt/editor",
            related: ["/opt/editor"]),
        Case(
            fragment: "apps: { voice: { directory: /opt } }", rule: "directory-clash", primary: "/opt",
            related: ["/opt/editor"]),
        Case(
            fragment: "backups: { directory: /opt/voice/logs }", rule: "directory-clash", primary: "/opt/voice/logs",
            related: ["./logs"]),
        Case(
            fragment: "apps: { voice: { volumes: { customers: { path: /opt/editor/data } } } }",
            rule: "directory-clash",
            primary: "/opt/editor/data", related: ["./data"]),
        Case(
            fragment: "apps: { voice: { volumes: { logs: { path: ./data/logs } } } }", rule: "directory-clash",
            primary: "./data/logs", related: ["./data"]),
        Case(
            fragment: "apps: { voice: { volumes: { logs: { mount: /data } } } }", rule: "directory-clash",
            primary: "/data",
            related: ["/data"]),
        Case(
            fragment: "aliases: [a.example.com, a.example.com]", rule: "domain-clash", primary: "a.example.com",
            related: ["a.example.com"]),
        Case(
            fragment: "apps: { voice: { serves: [], routes: [{ path: /a/ }, { path: /b }, { path: /a/ }] } }",
            rule: "route-clash",
            primary: "/a/", related: ["/a/"]),
        Case(
            fragment: "apps: { voice: { serves: [], routes: [{ path: /.nagaya/problem }] } }", rule: "route-clash",
            primary: "/.nagaya/problem", related: []),
        Case(
            fragment: "firewall: { allow: [443] }", rule: "firewall-rule-without-effect", primary: "443",
            related: ["vps.example.com"]),
        Case(
            fragment: "firewall: { allow: [9000], deny: [9000] }", rule: "firewall-rule-without-effect",
            primary: "9000", related: ["9000"]),
        Case(
            fragment: "firewall: { deny: [80] }", rule: "firewall-rule-without-effect", primary: "80",
            related: ["vps.example.com"]),
        Case(
            fragment: "firewall: { deny: [9000/udp] }", rule: "firewall-rule-without-effect", primary: "9000/udp",
            related: []),
        Case(
            fragment: "firewall: { allow: [9000, 9000/tcp] }", rule: "firewall-rule-without-effect",
            primary: "9000/tcp", related: ["9000"]),
        Case(
            fragment: "firewall: { allow: [8001] }", rule: "firewall-rule-without-effect", primary: "8001",
            related: ["8001"]),
        Case(
            fragment: "host: { ssh: { from: [\"2001:db8::/32\"] } }", rule: "ssh-lockout", primary: "from",
            related: ["203.0.113.7"]),
        Case(
            fragment: "host: { ssh: { from: [127.0.0.0/8] } }", rule: "ssh-lockout", primary: "from",
            related: ["203.0.113.7"]),
    ]

    @Test("two clashing places are two marks, the later one first", arguments: cases)
    func places(_ example: Case) throws {
        let text = Example.fragment(example.fragment).spec
        let found = diagnostics(of: text)
        #expect(Set(rules(found)) == [example.rule.rawValue], "\(found.map(\.message))")
        let diagnostic = try found.only(example.rule)
        #expect(marked(diagnostic.span, in: text) == example.primary)
        #expect(diagnostic.related.map { marked($0.span, in: text) } == example.related)
    }

    @Test("a deny of a port that Docker publishes says that Docker comes first")
    func dockerComesFirst() throws {
        let found = diagnostics(ofFragment: "apps: { voice: { bind: 0.0.0.0 } }\nfirewall: { deny: [8002] }")
        #expect(Set(rules(found)) == ["port-published-publicly", "firewall-rule-without-effect"])
        let message = try found.only("firewall-rule-without-effect").message
        #expect(message == "denying 8002/tcp does not close it: Docker publishes it past the firewall")
    }

    @Test("addresses clash as Docker measures it")
    func addresses() {
        let cases = [
            ("127.0.0.1", true), ("127.0.0.2", false), ("\"::1\"", false), ("0.0.0.0", true), ("\"::\"", true),
        ]
        for (bind, clashes) in cases {
            let found = diagnostics(ofFragment: "apps: { voice: { port: 8001, bind: \(bind) } }")
            #expect(rules(found).contains("port-clash") == clashes, "\(bind)")
        }
        let wideFirst = diagnostics(ofFragment: "apps: { editor: { bind: 0.0.0.0 }, voice: { port: 8001 } }")
        #expect(rules(wideFirst).contains("port-clash"))
    }

    @Test("a directory shared by two apps is one finding, whatever lies in it")
    func sharedDirectory() {
        let fragment =
            "apps: { voice: { directory: /opt/editor, volumes: { extra: { path: ./x, mount: /x, size: 1M } } } }"
        #expect(rules(diagnostics(ofFragment: fragment)) == ["directory-clash"])
    }

    @Test("a neighbour whose name begins the same is no directory inside")
    func similarNames() {
        #expect(rules(diagnostics(ofFragment: "apps: { voice: { directory: /opt/editor-2 } }")) == [])
    }

    @Test("a value that an alias brings in is marked where it is used, with a mark at the anchor")
    func aliases() throws {
        let text = ReferenceSpec.text.replacing("port: 8001", with: "port: &port 8001").replacing(
            "port: 8002", with: "port: *port")
        let diagnostic = try diagnostics(of: text).only("port-clash")
        #expect(marked(diagnostic.span, in: text) == "*port")
        #expect(diagnostic.related.map(\.label) == ["first taken here, by app `editor`", "the value stands here"])
    }
}
