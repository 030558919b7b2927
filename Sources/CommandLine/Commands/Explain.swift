import ArgumentParser
import Checks
import Spec

/// `nagaya explain`: tells what a rule is about.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a rule, with an example of what breaks it and what mends it.")

    @Argument(help: "The rule's name, such as port-clash; without it all rules are listed.")
    var rule: String?

    func run() throws {
        guard let rule else {
            for rule in RuleCatalogue.all {
                StandardStream.output.write("\(rule.id.rawValue.padded(to: 32))\(rule.summary)\n")
            }
            return
        }
        let id = RuleID(rawValue: rule)
        guard let text = CheckDocumentation.explanation(of: id) else {
            let nearest = CheckDocumentation.nearest(to: id).map { "; there is a similar rule: \($0)" } ?? ""
            throw ValidationError("there is no rule `\(rule)`\(nearest)")
        }
        StandardStream.output.write(text)
    }
}
