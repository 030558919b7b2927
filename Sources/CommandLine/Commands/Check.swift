import ArgumentParser
import Compiler

/// `nagaya check`: proves the spec sound or says what is wrong.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a spec; every problem at once.")

    @OptionGroup var input: SpecArguments
    @OptionGroup var reporting: ReportArguments

    func run() throws {
        let compilation = Compilation(try input.source(), today: reporting.today)
        if reporting.report(compilation) { throw Exit.findings }
    }
}
