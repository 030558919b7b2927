import Checks
import Spec
import TestSupport
import Testing

@Suite("The wording of findings")
struct MessageTests {
    @Test("what each rule says about its bad example is as recorded")
    func messages() throws {
        var lines: [String] = []
        for rule in RuleCatalogue.all {
            let text = rule.bad.spec
            for diagnostic in diagnostics(of: text, today: today).inSourceOrder where diagnostic.rule == rule.id {
                lines += ChecksTests.lines(of: diagnostic, in: text) + [""]
            }
        }
        try expectGolden(Array(lines.joined(separator: "\n").utf8), "Tests/Goldens/check-messages.txt")
    }
}
