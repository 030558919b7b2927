import Checks
import Spec
import Testing

@Suite("Secrets in the spec")
struct SecretTests {
    /// Variables with values that look like secrets; none of them is one.
    static let secrets = [
        ("GITHUB", "ghp_0123456789abcdefABCDEF0123456789abcd"),
        ("OPENAI", "sk-proj-0123456789abcdefABCDEF01"),
        ("KEY_ID", "AKIA0123456789ABCDEF"),
        ("MAPS", "AIza0123456789abcdefABCDEF0123456789abcd"),
        ("CHAT", "xoxb-0123456789-abcdefABCDEF"),
        ("HOOK", "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX1234"),
        ("DATABASE_URL", "postgres://app:correct-horse@db.example.com/app"),
        ("SESSION", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz"),
        ("PEM", "-----BEGIN PRIVATE KEY-----MIIEvQ"),
        ("DB_PASSWORD", "correct-horse"),
        ("SESSION_SECRET", "hunter2"),
        ("RAG_API_KEY", "abc"),
        ("FLAGS", "--token ghp_0123456789abcdefABCDEF0123456789abcd"),
    ]

    @Test("are reported, marked, and never repeated", arguments: secrets)
    func reported(_ name: String, _ value: String) throws {
        let text = Example.fragment("apps: { editor: { environment: { set: { \(name): \"\(value)\" } } } }").spec
        let found = diagnostics(of: text)
        #expect(rules(found) == ["literal-secret"])
        let diagnostic = try found.only("literal-secret")
        #expect(marked(diagnostic.span, in: text) == "\"\(value)\"")
        let said = lines(of: diagnostic, in: "").joined()
        #expect(!said.contains(value) && said.contains(name))
        #expect(RuleCatalogue.marksSecret(diagnostic.rule))
    }

    @Test(
        "are not seen in what only looks similar",
        arguments: [
            ("MAX_TOKENS", "4096"), ("PASSWORD_MIN_LENGTH", "12"), ("TOKEN_URL", "https://id.example.com/token"),
            ("API_KEY_FILE", "/run/secrets/key"), ("DB_PASSWORD", "$DB_PASSWORD"), ("REQUIRE_TOKEN", "true"),
            ("SITE", "https://user@example.com/"), ("MODEL", "sk-learn"), ("NAME", "task-0123456789ABCDEF0123"),
            ("PATH_KEY", "a.b.c"),
            ("DATABASE_URL", "postgres://app:$PASSWORD@db.example.com/app"),
            ("TIME", "http://time.example.com/12:30@noon"),
        ])
    func harmless(_ name: String, _ value: String) {
        #expect(
            rules(diagnostics(ofFragment: "apps: { editor: { environment: { set: { \(name): \"\(value)\" } } } }"))
                == [])
    }

    @Test("are found in commands too")
    func commands() throws {
        let text = Example.fragment(
            "apps: { editor: { command: [serve, --token, ghp_0123456789abcdefABCDEF0123456789abcd] } }"
        ).spec
        let diagnostic = try diagnostics(of: text).only("literal-secret")
        #expect(diagnostic.message == "a command of app `editor` holds a GitHub token")
    }
}
