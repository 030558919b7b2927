import Foundation
import Spec
import TestSupport
import Testing

@testable import Checks

@Suite("The catalogue of rules")
struct CatalogueTests {
    @Test("the reference spec is free of findings")
    func reference() {
        let found = diagnostics(of: ReferenceSpec.text, today: today)
        #expect(found.isEmpty, "\(found.map(\.message))")
    }

    @Test("there are rules to test")
    func isNotEmpty() {
        #expect(CheckRegistry.all.count >= 28)
        #expect(RuleCatalogue.all.count >= 50)
    }

    @Test("a rule's bad example reports this rule and no other", arguments: RuleCatalogue.all.map(\.id))
    func bad(_ id: RuleID) throws {
        let rule = try #require(RuleCatalogue.rule(id))
        let found = diagnostics(of: rule.bad.spec, today: today)
        let told = Set(rules(found))
        #expect(told == [id.rawValue], "\(found.map { "\($0.rule) \($0.span.start.line): \($0.message)" })")
        #expect(found.filter { $0.waiver == nil }.count == 1, "one mistake is one finding: \(found.map(\.message))")
        #expect(found.filter { $0.rule == id }.allSatisfy { $0.severity == rule.severity })
    }

    @Test("a rule's good example reports nothing", arguments: RuleCatalogue.all.map(\.id))
    func good(_ id: RuleID) throws {
        let rule = try #require(RuleCatalogue.rule(id))
        let found = diagnostics(of: rule.good.spec, today: today)
        #expect(rules(found) == [], "\(found.map { "\($0.rule) \($0.span.start.line): \($0.message)" })")
    }

    @Test("names are unique, in kebab-case, and listed in one order by area")
    func names() {
        let ids = RuleCatalogue.all.map(\.id.rawValue)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            #expect(id.wholeMatch(of: /[a-z]+(-[a-z]+)+/) != nil, "\(id)")
        }
        let areas = RuleCatalogue.all.map { rule in CheckDescription.Area.allCases.firstIndex(of: rule.area) ?? 0 }
        #expect(areas == areas.sorted())
        let declared = ShapeRules.all.count + CheckRegistry.all.count + WaiverRules.all.count
        #expect(ids.count == declared, "an area is missing from the list of all areas")
    }

    @Test("every check that a file declares is in the registry")
    func registry() throws {
        let sources = Project.root.appending(path: "Sources/Checks")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var declared: [String] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /(?m)^(?:public )?(?:enum|struct) (\w+): Check\b/) {
                declared.append(String(match.1))
            }
        }
        let registered = CheckRegistry.all.map { "\($0)" }
        #expect(declared.count >= 28)
        #expect(declared.sorted() == registered.sorted())
    }

    @Test("descriptions and messages keep the rules of wording")
    func wording() {
        for rule in RuleCatalogue.all {
            #expect(rule.summary.hasSuffix(".") && rule.reason.hasSuffix("."), "\(rule.id)")
            #expect(!rule.summary.contains("\n") && !rule.reason.contains("\n"), "\(rule.id)")
            for diagnostic in diagnostics(of: rule.bad.spec, today: today) {
                let texts =
                    [diagnostic.message, diagnostic.note ?? "-", diagnostic.help ?? "-", diagnostic.label]
                    + diagnostic.related.map(\.label)
                for text in texts {
                    #expect(!text.hasSuffix(".") && !text.contains("\n") && !text.contains("  "), "\(rule.id): \(text)")
                }
                #expect(
                    diagnostic.message.first?.isUppercase != true || diagnostic.message.hasPrefix("SSH"),
                    "\(diagnostic.message)")
            }
        }
    }

    @Test("the page of all rules is up to date")
    func page() throws {
        try expectGolden(Array(CheckDocumentation.page.utf8), "Docs/Checks.md")
    }

    @Test("explains a rule with its reason and examples, and nothing else")
    func explanation() throws {
        let text = try #require(CheckDocumentation.explanation(of: "port-clash"))
        #expect(text.hasPrefix("port-clash (Ports and names; error, waivable)\n"))
        #expect(text.contains("\nBad:\n\n    apps:\n      voice: { port: 8001 }\n\nGood:\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
        #expect(CheckDocumentation.explanation(of: "port-clsh") == nil)
        #expect(CheckDocumentation.nearest(to: "port-clsh") == "port-clash")
        #expect(CheckDocumentation.nearest(to: "zzzzzz") == nil)
    }
}
