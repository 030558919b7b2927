import Compiler
import Spec

/// Diagnostics for people: the marked lines of the spec, the reason, the remedy, and a summary.
struct TextReport {
    private let compilation: Compilation
    private let summary: ReportSummary
    private let style: TextStyle
    private let lines: [UInt32: String]

    init(_ compilation: Compilation, summary: ReportSummary, style: TextStyle) {
        self.compilation = compilation
        self.summary = summary
        self.style = style
        var numbers: Set<UInt32> = []
        for diagnostic in compilation.diagnostics {
            numbers.insert(diagnostic.span.start.line)
            numbers.formUnion(diagnostic.related.map(\.span.start.line))
        }
        lines = compilation.file.document.source.lines(numbers)
    }

    var text: String {
        var text = ""
        for diagnostic in compilation.diagnostics where diagnostic.waiver == nil {
            text += block(diagnostic) + "\n"
        }
        return text + conclusion
    }

    // MARK: One diagnostic

    private func block(_ diagnostic: Diagnostic) -> String {
        let frame = SnippetFrame(diagnostic, lines: lines, style: style)
        let source = compilation.file.document.source.name
        let position = diagnostic.span.start
        var text = heading(diagnostic) + "\n"
        text += "\(frame.margin)\(style.related("-->")) \(source):\(position.line):\(position.column)\n"
        text += frame.text
        if let note = diagnostic.note { text += remark("note", note, margin: frame.margin) }
        if let help = diagnostic.help { text += remark("help", help, margin: frame.margin) }
        return text
    }

    private func heading(_ diagnostic: Diagnostic) -> String {
        let word = "\(diagnostic.severity.rawValue)[\(diagnostic.rule)]"
        let colored = diagnostic.severity == .error ? style.error(word) : style.warning(word)
        return "\(colored): \(style.strong(diagnostic.message))"
    }

    /// A note or help; its further lines stand under the first.
    private func remark(_ word: String, _ text: String, margin: String) -> String {
        let indentation = margin + String(repeating: " ", count: 5 + word.utf8.count)
        let body = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n\(indentation)")
        return "\(margin) \(style.related("=")) \(style.strong("\(word):")) \(body)\n"
    }

    // MARK: The end

    private var conclusion: String {
        let name = compilation.file.document.source.name
        guard summary.errors + summary.warnings > 0 else {
            let waived = summary.waived > 0 ? ", \(summary.waived) waived" : ""
            return "\(name): \(style.good("sound"))\(waived)\n" + budgets
        }
        let unchecked = "the checks between the parts did not run, as the spec could not be read whole"
        let note = compilation.host == nil ? "\(style.strong("note:")) \(unchecked)\n" : ""
        return "\(note)\(name): \(summary.text); `nagaya explain RULE` tells more\n"
    }

    /// What is asked and what there is, so that a clean run says how close it was.
    private var budgets: String {
        guard let host = compilation.host else { return "" }
        let disk = host.disk.allotted + host.disk.backups
        let rows = [
            (
                "memory",
                "\(host.memory.demand.rounded) of \(host.memory.allocatable.rounded) allocatable at the worst minute"
            ),
            ("cpu", "\(host.cpu.demand.text) of \(host.cpu.cores.text) cores"),
            ("disk", "\(disk.rounded) of \(host.disk.limit.rounded), backups included"),
        ]
        return rows.map { "  \($0.0.padded(to: 8))\($0.1)\n" }.joined()
    }
}

extension String {
    /// The text with spaces after it, up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
