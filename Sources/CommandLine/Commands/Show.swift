import ArgumentParser
import Checks
import Compiler
import Spec

/// `nagaya show`: prints every value of the resolved spec and where it came from.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the resolved spec: every value, where it came from, and what follows from it.")

    @OptionGroup var input: SpecArguments
    @OptionGroup var reporting: ReportArguments

    func run() throws {
        let compilation = Compilation(try input.source(), today: reporting.today, recordsValues: true)
        // A secret that stands in the spec must not be printed a second time.
        let holdsSecret = compilation.diagnostics.contains { RuleCatalogue.marksSecret($0.rule) }
        guard let host = compilation.host, !holdsSecret else {
            _ = reporting.report(compilation)
            throw Exit.findings
        }
        let rows = ResolvedRow.all(of: compilation.file, host: host)
        switch reporting.format {
        case .text: StandardStream.output.write(text(rows))
        case .json: StandardStream.output.write(json(rows))
        }
    }

    private func text(_ rows: [ResolvedRow]) -> String {
        let style = TextStyle(colors: reporting.color.isOn(for: .output))
        // One overlong value must not push every origin off the screen.
        let pathWidth = min(48, rows.map(\.path.count).max() ?? 0)
        let valueWidth = min(40, rows.map(\.value.count).max() ?? 0)
        return rows.map { row in
            "\(row.path.padded(to: pathWidth))  \(row.value.padded(to: valueWidth))  \(style.faint(row.origin))\n"
        }.joined()
    }

    private func json(_ rows: [ResolvedRow]) -> [UInt8] {
        let values = rows.map { row in
            JSONValue.object([
                ("path", .string(row.path)), ("value", .string(row.value)), ("origin", .string(row.origin)),
            ])
        }
        return JSONValue.object([("version", 1), ("values", .array(values))]).pretty
    }
}

/// One line of `nagaya show`.
private struct ResolvedRow {
    let path: String
    let value: String
    /// `spec.yaml:12:3`, `default`, or `from apps.editor.port`.
    let origin: String

    static func all(of file: SpecFile, host: Host) -> [ResolvedRow] {
        let name = file.document.source.name
        let written = file.values.map { value in
            let origin =
                switch value.origin {
                case .written(let span): "\(name):\(span.start.line):\(span.start.column)"
                case .byDefault: "default"
                }
            return ResolvedRow(path: value.path.description, value: value.text, origin: origin)
        }
        let derived = host.derivedValues.map { value in
            ResolvedRow(
                path: value.path.description, value: value.text,
                origin: "from " + value.sources.map(\.description).joined(separator: ", "))
        }
        return written + derived
    }
}
