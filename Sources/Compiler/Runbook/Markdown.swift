internal import Spec

/// Collects the blocks of a Markdown document (CommonMark with GitHub's tables), one blank line between them.
struct Markdown {
    private var writer = TextWriter()
    private var isEmpty = true

    var bytes: [UInt8] { writer.bytes }

    private mutating func block(_ lines: [String]) {
        if !isEmpty { writer.line() }
        isEmpty = false
        writer.lines(lines)
    }

    /// Begins a section; the level is 1 to 6.
    mutating func heading(_ level: Int, _ text: String) {
        block(["\(String(repeating: "#", count: level)) \(text)"])
    }

    /// What the reader of the rendered document does not see.
    mutating func comment(_ text: String) {
        block(["<!-- \(text) -->"])
    }

    mutating func paragraph(_ text: String) {
        block([text])
    }

    mutating func list(_ items: [String]) {
        block(items.map { "- \($0)" })
    }

    mutating func steps(_ items: [String]) {
        block(items.enumerated().map { "\($0.offset + 1). \($0.element)" })
    }

    /// Commands for a shell.
    mutating func commands(_ lines: [String]) {
        block(["```bash"] + lines + ["```"])
    }

    /// - Precondition: every row has as many cells as the header.
    mutating func table(_ header: [String], _ rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == header.count }, "every row of a table has a cell for each column")
        let line = { (cells: [String]) in "| " + cells.map(Self.cell).joined(separator: " | ") + " |" }
        block([line(header), line(header.map { _ in "---" })] + rows.map(line))
    }

    private static func cell(_ text: String) -> String {
        text.escaping(UInt8(ascii: "|"), as: "\\|").escaping(UInt8(ascii: "\n"), as: " ")
    }
}

/// Text that is shown as it is, and not read as Markdown.
func code(_ text: String) -> String {
    // CommonMark 6.1: the fence is longer than any run of backticks inside.
    guard text.contains("`") else { return "`\(text)`" }
    return "`` \(text) ``"
}

/// A count with its noun: `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}
