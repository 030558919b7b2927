import ArgumentParser
import Spec
import Checks

/// `nagaya schema`: prints the JSON Schema of the spec language.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of the spec language, for editors.")

    func run() {
        StandardStream.output.write(JSONSchemaDocument.text)
    }
}

/// `nagaya docs`: prints a generated page, for the project's own documentation.
struct Docs: ParsableCommand {
    /// A generated page.
    enum Page: String, ExpressibleByArgument, CaseIterable {
        case spec
        case checks
    }

    static let configuration = CommandConfiguration(
        commandName: "docs", abstract: "Print a generated reference page in Markdown.")

    @Argument(help: "Which page.")
    var page: Page

    func run() {
        switch page {
        case .spec: StandardStream.output.write(ReferencePage.text)
        case .checks: StandardStream.output.write(CheckDocumentation.page)
        }
    }
}
