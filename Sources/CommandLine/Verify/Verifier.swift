import Compiler

/// A real tool's opinion of the compiled artifacts.
protocol Verifier: Sendable {
    /// What is named in the report: `nginx`.
    var name: String { get }

    /// Runs the tool over the artifacts.
    /// - Throws: ``Failure`` if the scratch directory or the tool's start fails.
    func outcome(in scratch: Scratch) async throws -> VerificationOutcome
}

/// What came of one verification.
enum VerificationOutcome {
    /// With what was looked at: `2 files`.
    case passed(String)
    /// The spec asks for no file of this kind.
    case nothing
    /// With the tool's own words.
    case failed([String])
    /// With the reason.
    case notRun(String)
}

/// The artifacts, written out where tools can read them without touching the machine's own files.
struct Scratch: Sendable {
    /// An absolute path; everything below it goes away when `verify` ends.
    let directory: String
    let artifacts: [Artifact]

    /// A directory that mirrors the server's root.
    var root: String { "\(directory)/root" }

    /// The artifacts whose path begins so.
    func artifacts(under prefix: String) -> [Artifact] {
        artifacts.filter { $0.path.hasPrefix(prefix) }
    }

    /// Where an artifact lies.
    func path(of artifact: Artifact) -> String { "\(root)/\(artifact.path)" }
}

extension Artifact {
    /// The contents as text; artifacts are UTF-8.
    var text: String { String(decoding: contents, as: UTF8.self) }

    /// The lines of the contents, without line ends.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
