import Compiler
import Spec

/// Diagnostics for programs; the shape is version 1 and only grows.
struct JSONReport {
    private let compilation: Compilation
    private let summary: ReportSummary

    init(_ compilation: Compilation, summary: ReportSummary) {
        self.compilation = compilation
        self.summary = summary
    }

    var text: [UInt8] {
        JSONValue.object([
            ("version", 1),
            ("diagnostics", .array(compilation.diagnostics.map(diagnostic))),
            (
                "summary",
                .object([
                    ("errors", .integer(summary.errors)), ("warnings", .integer(summary.warnings)),
                    ("waived", .integer(summary.waived)),
                ])
            ),
        ]).pretty
    }

    private func diagnostic(_ diagnostic: Diagnostic) -> JSONValue {
        .object(
            [
                ("rule", .string(diagnostic.rule.rawValue)),
                ("severity", .string(diagnostic.severity.rawValue)),
                ("message", .string(diagnostic.message)),
            ] + place(diagnostic.span) + [
                ("label", .string(diagnostic.label)),
                (
                    "related",
                    .array(diagnostic.related.map { .object(place($0.span) + [("label", .string($0.label))]) })
                ),
                ("note", diagnostic.note.map(JSONValue.string) ?? .null),
                ("help", diagnostic.help.map(JSONValue.string) ?? .null),
                ("waived", diagnostic.waiver.map { .string($0.reason) } ?? .null),
            ])
    }

    private func place(_ span: SourceSpan) -> [(key: String, value: JSONValue)] {
        [
            ("file", .string(compilation.file.document.source.name)),
            ("start", position(span.start)), ("end", position(span.end)),
        ]
    }

    private func position(_ position: SourceSpan.Position) -> JSONValue {
        .object([("line", .integer(Int(position.line))), ("column", .integer(Int(position.column)))])
    }
}
