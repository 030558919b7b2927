internal import CEmbedded

/// A program or a library for the server, byte for byte as it stands in `Sources/Compiler/Scripts`.
///
/// No fact of a spec is written into these: they read the configuration files that are emitted beside them.
package struct ServerProgram: Sendable {
    /// The file's name, such as `backup` or `common.sh`.
    package let name: String
    /// The file's contents.
    package let contents: [UInt8]

    /// All of them, in the order of their names' bytes.
    package static var all: [ServerProgram] {
        var count = 0
        let files = UnsafeBufferPointer(start: embedded_programs(&count), count: count)
        return files.map { file in
            ServerProgram(
                name: String(cString: file.name),
                contents: Array(UnsafeBufferPointer(start: file.bytes, count: file.count)))
        }
    }
}
