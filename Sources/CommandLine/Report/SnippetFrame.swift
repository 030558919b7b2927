import Checks
import Spec

/// The lines of a spec that a diagnostic marks, with line numbers and marks beneath.
struct SnippetFrame {
    private struct Mark {
        let span: SourceSpan
        let label: String
        let isPrimary: Bool
    }

    private let marks: [Mark]
    /// Whether the primary mark covers a text that must not be printed.
    private let coversMark: Bool
    private let isError: Bool
    private let lines: [UInt32: String]
    private let style: TextStyle
    private let width: Int

    /// Frames a diagnostic; `lines` has the text of every line that it names.
    init(_ diagnostic: Diagnostic, lines: [UInt32: String], style: TextStyle) {
        let primary = Mark(span: diagnostic.span, label: diagnostic.label, isPrimary: true)
        let related = diagnostic.related.map { Mark(span: $0.span, label: $0.label, isPrimary: false) }
        marks = ([primary] + related).sorted {
            ($0.span.start.line, $0.span.start.column) < ($1.span.start.line, $1.span.start.column)
        }
        coversMark = RuleCatalogue.marksSecret(diagnostic.rule)
        isError = diagnostic.severity == .error
        self.lines = lines
        self.style = style
        width = "\(marks.map(\.span.start.line).max() ?? 1)".utf8.count
    }

    /// As wide as the largest line number and a space before the frame's bar.
    var margin: String { String(repeating: " ", count: width) }

    var text: String {
        let bar = style.related("|")
        var text = "\(margin) \(bar)\n"
        var previous: UInt32?
        for mark in marks {
            let number = mark.span.start.line
            let line = lines[number] ?? ""
            if let previous, previous != number { text += "\(margin) \(bar)\n" }
            if previous != number { text += "\(gutter(number)) \(bar) \(Self.printable(covered(line, at: mark)))\n" }
            text += "\(margin) \(bar) \(underline(mark, line: line))\n"
            previous = number
        }
        return text
    }

    /// The line with a secret in it replaced by asterisks: reports end up in logs that others read.
    private func covered(_ line: String, at mark: Mark) -> String {
        guard coversMark, mark.isPrimary else { return line }
        var scalars = Array(line.unicodeScalars)
        let start = min(Int(mark.span.start.column) - 1, scalars.count)
        // What goes on below this line is not printed; on this line all of the rest is covered.
        let end =
            mark.span.end.line == mark.span.start.line
            ? min(Int(mark.span.end.column) - 1, scalars.count) : scalars.count
        for index in start..<max(start, end) { scalars[index] = "*" }
        return String(String.UnicodeScalarView(scalars))
    }

    private func gutter(_ number: UInt32) -> String {
        let digits = "\(number)"
        return style.related(String(repeating: " ", count: width - digits.utf8.count) + digits)
    }

    private func underline(_ mark: Mark, line: String) -> String {
        let scalars = Array(line.unicodeScalars)
        let start = min(Int(mark.span.start.column) - 1, scalars.count)
        let isOneLine = mark.span.end.line == mark.span.start.line
        let end = isOneLine ? min(Int(mark.span.end.column) - 1, scalars.count) : scalars.count
        let indentation = String(repeating: " ", count: scalars[..<start].reduce(0) { $0 + DisplayWidth.of($1) })
        let length = max(1, scalars[start..<max(start, end)].reduce(0) { $0 + DisplayWidth.of($1) })
        let sign = String(repeating: mark.isPrimary ? "^" : "-", count: length)
        let text = mark.label.isEmpty ? sign : "\(sign) \(mark.label)"
        guard mark.isPrimary else { return indentation + style.related(text) }
        return indentation + (isError ? style.error(text) : style.warning(text))
    }

    /// The line without what would move the cursor: a tab is one space, another control character a replacement.
    private static func printable(_ line: String) -> String {
        String(
            String.UnicodeScalarView(
                line.unicodeScalars.map { scalar in
                    if scalar == "\t" { return " " }
                    return scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar
                }))
    }
}

/// How many columns of a terminal a character takes.
enum DisplayWidth {
    /// 0 for combining marks, 2 for East Asian wide and emoji, else 1 (Unicode Standard Annex 11, main ranges).
    static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x0300...0x036F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
