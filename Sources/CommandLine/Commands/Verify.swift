import ArgumentParser
import Compiler

/// `nagaya verify`: asks the real tools what they think of the artifacts.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Run the real tools that are installed on the compiled artifacts, and say which were not run.",
        discussion:
            "Tools read copies in a scratch directory or in namespaces of their own; nothing on the machine changes.")

    @OptionGroup var input: SpecArguments
    @OptionGroup var reporting: ReportArguments

    @Option(
        name: .customLong("require"), parsing: .upToNextOption,
        help: "Tools that must have been run, such as nginx ufw; all that can be run are run anyway.")
    var required: [String] = []

    func validate() throws {
        let names = VerifierRegistry.all.map(\.name)
        if let unknown = required.first(where: { !names.contains($0) }) {
            throw ValidationError("there is no tool `\(unknown)`; the tools are \(names.joined(separator: ", "))")
        }
    }

    func run() async throws {
        let compilation = Compilation(try input.source(), today: reporting.today)
        guard let artifacts = compilation.artifacts() else {
            _ = reporting.report(compilation)
            throw Exit.findings
        }
        let scratch = Scratch(directory: try ScratchFiles.makeTemporaryDirectory(), artifacts: artifacts)
        defer { ScratchFiles.removeTree(scratch.directory) }
        for artifact in artifacts {
            try ScratchFiles.write(
                artifact.contents, to: scratch.path(of: artifact), mode: artifact.isExecutable ? 0o755 : 0o644)
        }
        let style = TextStyle(colors: reporting.color.isOn(for: .output))
        var isClean = true
        for verifier in VerifierRegistry.all {
            let outcome = try await verifier.outcome(in: scratch)
            StandardStream.output.write(line(verifier.name, outcome, scratch: scratch, style: style))
            switch outcome {
            case .passed, .nothing: break
            case .failed: isClean = false
            case .notRun: isClean = isClean && !required.contains(verifier.name)
            }
        }
        if !isClean { throw Exit.findings }
    }

    private func line(_ name: String, _ outcome: VerificationOutcome, scratch: Scratch, style: TextStyle) -> String {
        let column = name.padded(to: 16)
        switch outcome {
        case .passed(let detail): return "\(column)\(style.good("passed")), \(detail)\n"
        case .nothing: return "\(column)nothing to look at\n"
        case .notRun(let reason): return "\(column)\(style.warning("not run")): \(reason)\n"
        case .failed(let lines):
            let words = lines.map { "    " + $0.replacing(scratch.root + "/", with: "") + "\n" }.joined()
            return "\(column)\(style.error("failed"))\n\(words)"
        }
    }
}

/// Every verifier, in the order in which they run.
enum VerifierRegistry {
    static let all: [any Verifier] = [
        NginxVerifier(), ComposeVerifier(), ComposeSchemaVerifier(), SystemdVerifier(), FirewallVerifier(),
        CronVerifier(),
        LogrotateVerifier(), ShellcheckVerifier(),
    ]
}
