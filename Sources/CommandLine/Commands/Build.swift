import ArgumentParser
import Compiler

/// `nagaya build`: compiles a sound spec into its output directory.
struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Compile a sound spec into the output directory; writes nothing if a check fails.")

    @OptionGroup var input: SpecArguments
    @OptionGroup var reporting: ReportArguments

    @Option(
        name: [.customShort("o"), .long], help: "The output directory, a mirror of the server's root.",
        completion: .directory)
    var output = "out"

    @Flag(
        help:
            "Write nothing; fail if the directory is stale, was edited by hand, or holds files that are not made any more."
    )
    var check = false

    func run() throws {
        let compilation = Compilation(try input.source(), today: reporting.today)
        guard let artifacts = compilation.artifacts() else {
            _ = reporting.report(compilation)
            throw Exit.findings
        }
        let failed = compilation.diagnostics.isEmpty ? false : reporting.report(compilation, to: .error)
        if failed { throw Exit.findings }
        let tree = OutputTree(root: output)
        if check {
            if try !isFresh(tree, for: artifacts) { throw Exit.findings }
            return
        }
        do throws(OutputError) {
            let summary = try tree.write(artifacts)
            for path in summary.overwritten {
                StandardStream.error.write("\(output)/\(path): replaced, although it was edited by hand\n")
            }
            for path in summary.kept {
                StandardStream.error.write("\(output)/\(path): not made any more, but kept, as it was edited by hand\n")
            }
            StandardStream.output.write("\(output): \(summary.text)\n")
        } catch {
            throw Failure(message: error.message)
        }
    }

    /// Says how the directory differs from what the spec compiles to.
    private func isFresh(_ tree: OutputTree, for artifacts: [Artifact]) throws(Failure) -> Bool {
        let differences: [OutputTree.Difference]
        do throws(OutputError) {
            differences = try tree.compare(with: artifacts)
        } catch {
            throw Failure(message: error.message)
        }
        for difference in differences {
            StandardStream.output.write("\(output)/\(difference.path): \(difference.kind.text)\n")
        }
        let verdict =
            differences.isEmpty ? "up to date, \(artifacts.count) files" : "not up to date; `nagaya build` renews it"
        StandardStream.output.write("\(output): \(verdict)\n")
        return differences.isEmpty
    }
}

extension OutputTree.Summary {
    /// `3 written, 1 removed, 45 unchanged`.
    fileprivate var text: String {
        let counts = [(written.count, "written"), (removed.count, "removed"), (unchanged, "unchanged")]
        return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}

extension OutputTree.Difference.Kind {
    /// What is wrong, in words.
    fileprivate var text: String {
        switch self {
        case .missing: "missing"
        case .stale: "stale: the spec or nagaya changed since it was built"
        case .edited: "edited by hand"
        case .orphan: "not made any more"
        case .foreign: "not made by nagaya: remove it yourself"
        }
    }
}
