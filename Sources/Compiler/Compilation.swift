internal import Checks
package import Spec

/// The whole way from a spec to its artifacts; the command line and the tests call only this.
///
///     text → nodes → Spec → Host → diagnostics
///                            └──→ artifacts
///
/// Pure: it reads no clock, network, daemon or file.
package struct Compilation: Sendable {
    package let file: SpecFile
    /// Nil if the spec could not be read whole; the checks between its parts did not run then.
    package let host: Host?
    /// Everything wrong, waived findings included, in the order of the file.
    package let diagnostics: [Diagnostic]

    /// Reads and checks a spec.
    /// - Parameters:
    ///   - source: the text.
    ///   - today: the day with which waivers' end dates are compared; without it none has ended.
    ///   - recordsValues: whether ``SpecFile/values`` is wanted.
    package init(_ source: SourceFile, today: CalendarDate? = nil, recordsValues: Bool = false) {
        let file = SpecFile(source, recordsValues: recordsValues)
        let host = file.spec.map(Host.init)
        let findings = host.map { CheckRun.diagnostics(for: $0, in: file.document, today: today) } ?? []
        self.file = file
        self.host = host
        diagnostics = (file.diagnostics + findings).inSourceOrder
    }

    /// The compiled files, the manifest last; nil while an error stands.
    package func artifacts() -> [Artifact]? {
        guard let host, !diagnostics.containsErrors else { return nil }
        let artifacts = EmitterRegistry.all.flatMap { $0.artifacts(for: host) }
        return artifacts + [Manifest(of: artifacts).artifact]
    }
}
