/// The text of one source file, with what is needed to print its lines.
package struct SourceFile: Sendable {
    /// The path as the user gave it; `<stdin>` for standard input.
    package let name: String
    /// The bytes as read, a leading byte order mark removed.
    package let bytes: [UInt8]

    /// - Parameters:
    ///   - name: the path to print in diagnostics.
    ///   - bytes: the contents; a UTF-8 byte order mark at the start is dropped, so that columns count what is seen.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    /// Makes a source file of a text, for examples and tests.
    package init(name: String = "spec.yaml", text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The text of the given lines, in their order and without line ends; a line outside the file is empty.
    ///
    /// Takes one pass over the file, so callers ask for all the lines they need at once.
    /// - Parameter numbers: 1-based line numbers.
    /// - Returns: the text by line number, for the lines that the file has.
    package func lines(_ numbers: Set<UInt32>) -> [UInt32: String] {
        guard let last = numbers.max() else { return [:] }
        var found: [UInt32: String] = [:]
        var line: UInt32 = 1
        var start = bytes.startIndex
        while line <= last, start <= bytes.endIndex {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            if numbers.contains(line) {
                let text = bytes[start..<end]
                found[line] = String(decoding: text.last == UInt8(ascii: "\r") ? text.dropLast() : text, as: UTF8.self)
            }
            line += 1
            start = end + 1
        }
        return found
    }
}
