internal import Spec

/// A file of bash assignments, which the server's programs read by `source`; the one place that quotes for bash.
struct ShellAssignments {
    /// What a variable is set to.
    enum Value {
        case text(String)
        /// Seconds, bytes, percent or a count, as the name says.
        case number(Int)
        case array([String])
    }

    /// A line of the file.
    enum Line {
        case comment(String)
        case assignment(name: String, Value)
    }

    var lines: [Line]

    /// The file as bash reads it.
    var text: [UInt8] {
        var writer = TextWriter()
        for line in lines {
            switch line {
            case .comment(let comment): writer.line("# \(comment)")
            case .assignment(let name, let value): writer.line("\(name)=\(ShellAssignments.printed(value))")
            }
        }
        return writer.bytes
    }

    private static func printed(_ value: Value) -> String {
        switch value {
        case .text(let text): text.isEmpty ? "" : quoted(text)
        case .number(let number): "\(number)"
        case .array(let elements): "(" + elements.map(quoted).joined(separator: " ") + ")"
        }
    }

    /// The text as one word that bash takes literally.
    ///
    /// Within single quotes nothing has a meaning but the quote that ends them, which is written as `'\''` (bash manual,
    /// "Single Quotes").
    /// - Precondition: without NUL, which no variable of bash can hold.
    static func quoted(_ text: String) -> String {
        precondition(!text.utf8.contains(0), "bash holds no NUL")
        guard text.isEmpty || !text.utf8.allSatisfy(isPlain) else { return text }
        return "'" + text.replacing("'", with: #"'\''"#) + "'"
    }

    /// Whether bash takes the character literally wherever it stands in a value.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_./:@+,-".utf8.contains(byte)
        }
    }
}

extension ShellAssignments.Line {
    static func set(_ name: String, _ text: String?) -> Self { .assignment(name: name, .text(text ?? "")) }
    static func set(_ name: String, _ number: Int) -> Self { .assignment(name: name, .number(number)) }
    static func set(_ name: String, _ duration: Duration) -> Self { .set(name, duration.seconds) }
    static func set(_ name: String, _ share: Percentage) -> Self { .set(name, share.percent) }
    static func set(_ name: String, _ elements: [String]) -> Self { .assignment(name: name, .array(elements)) }
}
