/// Collects the lines of a generated text; the one place that owns line ends and indentation.
package struct TextWriter {
    /// The text so far, as UTF-8.
    package private(set) var bytes: [UInt8] = []
    private let indentation: String
    private var level = 0

    /// - Parameter indentation: what one level adds at the start of a line.
    package init(indentation: String = "    ") {
        self.indentation = indentation
    }

    /// Appends a line; an empty one gets no indentation.
    package mutating func line(_ text: String = "") {
        if !text.isEmpty {
            for _ in 0..<level { bytes.append(contentsOf: indentation.utf8) }
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends several lines.
    package mutating func lines(_ texts: [String]) {
        for text in texts { line(text) }
    }

    /// Appends what `body` writes, one level deeper.
    package mutating func indented(_ body: (inout TextWriter) -> Void) {
        level += 1
        body(&self)
        level -= 1
    }
}
