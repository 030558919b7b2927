import ArgumentParser
import Checks

/// `nagaya explain`: tells what a rule is about.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a rule, with an example of what breaks it and what mends it.")

    @Argument(help: "The rule's name, such as port-clash; without it all rules are listed.")
    var rule: String?

    func run() throws {
        guard let rule else {
            StandardStream.output.write(CheckDocumentation.list)
            return
        }
        guard let text = CheckDocumentation.explanation(of: rule) else {
            let nearest = CheckDocumentation.nearestRule(to: rule).map { "; there is a similar rule: \($0)" } ?? ""
            throw ValidationError("there is no rule `\(rule)`\(nearest)")
        }
        StandardStream.output.write(text)
    }
}
