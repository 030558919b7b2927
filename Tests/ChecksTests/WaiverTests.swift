import Checks
import Spec
import Testing

private let noOffsite = "backups: { offsite: ~ }\n"

@Suite("Waivers")
struct WaiverTests {
    @Test("cover the findings of their rule, which then carry the reason")
    func covers() throws {
        let found = diagnostics(
            ofFragment: noOffsite + "waivers: [{ rule: backup-same-disk-only, reason: a second VPS is ordered }]")
        let waived = try found.only("backup-same-disk-only")
        #expect(waived.waiver?.reason == "a second VPS is ordered")
        #expect(rules(found) == [])
        #expect(!found.containsErrors)
    }

    @Test("of one app leave the findings of others")
    func ofOneApp() {
        let apps = "apps: { editor: { bind: 0.0.0.0 }, voice: { bind: 0.0.0.0 } }\n"
        let one = diagnostics(
            ofFragment: apps + "waivers: [{ rule: port-published-publicly, app: voice, reason: a test }]")
        #expect(one.map { $0.waiver?.reason } == [nil, "a test"])
        let both =
            "waivers: [{ rule: port-published-publicly, reason: all }, { rule: port-published-publicly, app: voice, reason: own }]"
        #expect(diagnostics(ofFragment: apps + both).map { $0.waiver?.reason } == ["all", "own"])
    }

    @Test(
        "cannot cover what would lose data, lock people out or leak a secret, and the finding says so",
        arguments: [
            (
                "apps: { editor: { volumes: { index: { backup: { method: copy } } } } }", "live-copy-of-database",
                "it would lose data"
            ),
            ("firewall: { deny: [22] }", "ssh-lockout", "it would lock everybody out"),
            (
                "apps: { editor: { environment: { set: { API_TOKEN: abc } } } }", "literal-secret",
                "it would give away a secret"
            ),
        ])
    func unwaivable(_ fragment: String, _ rule: String, _ why: String) throws {
        let text = Example.fragment("\(fragment)\nwaivers: [{ rule: \(rule), reason: we know }]").spec
        let found = diagnostics(of: text)
        #expect(rules(found) == [rule], "the waiver itself is not a second finding")
        let diagnostic = try found.only(RuleID(rawValue: rule))
        #expect(diagnostic.note?.hasSuffix("`\(rule)` cannot be waived: \(why)") == true)
        #expect(diagnostic.related.last.map { marked($0.span, in: text) } == rule)
        #expect(diagnostic.related.last?.label == "this waiver has no effect")
    }

    @Test("only unwaivable rules refuse waivers, and all of the decoder's do")
    func catalogue() {
        let refusing = CheckRegistry.all.map { $0.description }.filter { !$0.isWaivable }.map(\.id)
        #expect(refusing == ["literal-secret", "ssh-lockout", "live-copy-of-database"])
        #expect(RuleCatalogue.rule("invalid-port")?.isWaivable == false)
        #expect(RuleCatalogue.rule("unused-waiver")?.isWaivable == false)
    }

    @Test("that cover nothing are reported, as are those of an earlier one's findings")
    func unused() throws {
        let twice = "waivers: [{ rule: backup-same-disk-only, reason: a }, { rule: backup-same-disk-only, reason: b }]"
        let found = try diagnostics(ofFragment: noOffsite + twice).only("unused-waiver")
        #expect(found.severity == .warning)
        #expect(found.note == "an earlier waiver says the same")
        let secret = diagnostics(ofFragment: "waivers: [{ rule: literal-secret, reason: none }]")
        #expect(rules(secret) == ["unused-waiver"])
        #expect(secret.first?.note == "`literal-secret` cannot be waived")
    }

    @Test("of an app that does not exist are reported")
    func unknownApp() throws {
        let waiver = "waivers: [{ rule: port-clash, app: support, reason: a test }]"
        #expect(
            try diagnostics(ofFragment: waiver).only("unknown-waiver").message
                == "a waiver names the app `support`, which does not exist")
    }

    @Test("hold through their last day, and are judged only with a day given")
    func expiry() {
        let text = noOffsite + "waivers: [{ rule: backup-same-disk-only, reason: ordered, until: 2026-05-31 }]"
        let day = { CalendarDate(year: 2026, month: $0, day: $1) }
        #expect(rules(diagnostics(ofFragment: text, today: nil)) == [])
        #expect(rules(diagnostics(ofFragment: text, today: day(5, 31))) == [])
        #expect(rules(diagnostics(ofFragment: text, today: day(6, 1))) == ["expired-waiver"])
    }

    @Test("with a blank reason give none")
    func blankReason() {
        let text = noOffsite + "waivers: [{ rule: backup-same-disk-only, reason: \"  \" }]"
        #expect(rules(diagnostics(ofFragment: text)) == ["waiver-without-reason"])
    }
}
