import Checks
import Spec
import Testing

/// What a run says about a text: the decoder's diagnostics, and the checks' if the text describes a machine.
func diagnostics(of text: String, today: CalendarDate? = nil) -> [Diagnostic] {
    let file = SpecFile(SourceFile(text: text))
    let found = file.spec.map { CheckRun.diagnostics(for: Host($0), in: file.document, today: today) } ?? []
    return file.diagnostics + found
}

/// What a run says about a fragment laid over the reference spec.
func diagnostics(ofFragment text: String, today: CalendarDate? = nil) -> [Diagnostic] {
    diagnostics(of: Example.fragment(text).spec, today: today)
}

/// The rules of the diagnostics that no waiver covers.
func rules(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.filter { $0.waiver == nil }.map(\.rule.rawValue)
}

/// A day for the rules about time.
let today = CalendarDate(year: 2026, month: 11, day: 23)

extension [Diagnostic] {
    /// The one diagnostic of a rule.
    func only(_ rule: RuleID, sourceLocation: SourceLocation = #_sourceLocation) throws -> Diagnostic {
        let found = filter { $0.rule == rule }
        try #require(found.count == 1, "\(map { "\($0.rule): \($0.message)" })", sourceLocation: sourceLocation)
        return found[0]
    }
}

/// The text that a span marks, in one line of a text.
func marked(_ span: SourceSpan, in text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard span.start.line == span.end.line, Int(span.start.line) <= lines.count else { return "" }
    let scalars = lines[Int(span.start.line) - 1].unicodeScalars
    let start = scalars.index(scalars.startIndex, offsetBy: Int(span.start.column) - 1)
    let end = scalars.index(scalars.startIndex, offsetBy: Int(span.end.column) - 1)
    return String(String.UnicodeScalarView(scalars[start..<end]))
}

/// A diagnostic with all its parts, a line each, for goldens.
func lines(of diagnostic: Diagnostic, in text: String) -> [String] {
    let place = { (span: SourceSpan) in "\(span.start.line):\(span.start.column) `\(marked(span, in: text))`" }
    let waiver = diagnostic.waiver.map { " (waived: \($0.reason))" } ?? ""
    var lines = ["\(diagnostic.severity.rawValue)[\(diagnostic.rule)]: \(diagnostic.message)\(waiver)"]
    lines.append("  \(place(diagnostic.span)) \(diagnostic.label)")
    lines += diagnostic.related.map { "  also \(place($0.span)) \($0.label)" }
    lines += diagnostic.note.map { ["  note: \($0)"] } ?? []
    return lines + (diagnostic.help.map { ["  help: \($0)"] } ?? [])
}
