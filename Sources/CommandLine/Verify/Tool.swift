import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// A program of the machine.
struct Tool: Sendable {
    private static let directories =
        (EnvironmentVariable.value("PATH") ?? "/usr/bin:/bin").split(separator: ":").map(String.init) + [
            "/usr/sbin", "/sbin",
        ]

    let path: String

    /// Finds a program by its absolute path, on PATH, or among the system programs, which PATH often leaves out.
    /// - Returns: nil if it is not installed.
    init?(_ name: String) {
        let candidates = name.hasPrefix("/") ? [name] : Self.directories.map { "\($0)/\(name)" }
        let found = candidates.first { access($0, X_OK) == 0 }
        guard let found else { return nil }
        path = found
    }

    /// A finished run.
    struct Result: Sendable {
        let succeeded: Bool
        let output: String
        let error: String

        /// The lines of both streams that say something.
        var lines: [String] {
            (output + "\n" + error).split(separator: "\n").map(String.init)
        }
    }

    /// Runs the program to its end.
    /// - Throws: ``Failure`` if it cannot be started.
    func run(_ arguments: [String], in directory: String? = nil) async throws -> Result {
        do {
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: Arguments(arguments),
                environment: .inherit.updating(["LC_ALL": "C.UTF-8"]),
                workingDirectory: directory.map { FilePath($0) }, output: .string(limit: 1 << 20),
                error: .string(limit: 1 << 20))
            return Result(
                succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
                error: result.standardError)
        } catch {
            throw Failure(message: "cannot run \(path): \(error)")
        }
    }
}
