import ArgumentParser
import Spec

#if canImport(Glibc)
    import Glibc
#endif

/// The command line.
///
/// Every command states its name: derived from its type's name by reflection, the names took a quarter of the
/// instructions of `nagaya check`.
struct Nagaya: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "nagaya",
        abstract: "Proves that the apps of one small VPS can live together, and compiles their configuration.",
        discussion: """
            Exit codes: 0 clean · 1 findings at or above the threshold, or stale output · 2 wrong usage · \
            3 unreadable input or an internal fault.
            """,
        version: version,
        subcommands: [Check.self, Build.self, Explain.self, Schema.self, Show.self, Verify.self, Docs.self])
}

/// What a command ends with.
enum Exit {
    static let findings = ExitCode(1)
    static let usage = ExitCode(2)
    static let unreadable = ExitCode(3)
}

@main
enum Main {
    static func main() async {
        do {
            var command = try Nagaya.parseAsRoot()
            if command is Nagaya {
                // A line of a CI script that lost its subcommand must not pass.
                StandardStream.error.write(Nagaya.helpMessage())
                exit(Exit.usage.rawValue)
            }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    /// Maps the parser's exit codes to ours: its 64 for wrong usage is 2, and its 1 for any other error would mean findings.
    private static func end(with error: any Error) -> Never {
        if let failure = error as? Failure {
            StandardStream.error.write("nagaya: \(failure.message)\n")
            exit(Exit.unreadable.rawValue)
        }
        let code = Nagaya.exitCode(for: error)
        let message = Nagaya.fullMessage(for: error)
        if code.isSuccess {
            StandardStream.output.write(message + "\n")
            exit(0)
        }
        if !message.isEmpty { StandardStream.error.write(message + "\n") }
        if let similar = similarCommand {
            StandardStream.error.write("There is a similar command: nagaya \(similar)\n")
        }
        if error is ExitCode { exit(code.rawValue) }
        exit(code == .validationFailure ? Exit.usage.rawValue : Exit.unreadable.rawValue)
    }

    /// The command that a mistyped first argument was probably meant to be: the parser only says that it is unexpected.
    private static var similarCommand: String? {
        let names = Nagaya.configuration.subcommands.compactMap { $0._commandName }
        guard let first = CommandLine.arguments.dropFirst().first, !first.hasPrefix("-"), !names.contains(first) else {
            return nil
        }
        return Suggestion.nearest(to: first, among: names)
    }
}

/// Something in the world that a command needs and cannot have: a file, a directory, a tool.
struct Failure: Error {
    /// With the place, the reason and what to do.
    let message: String
}
