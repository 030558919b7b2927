#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and standard error, written without buffers of their own.
struct StandardStream {
    static let output = StandardStream(descriptor: 1)
    static let error = StandardStream(descriptor: 2)

    private let descriptor: Int32

    func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes all bytes; a reader that went away (`| head`) ends the program silently with the code it had until then.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
                if count > 0 {
                    start += count
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    /// Whether a person sees it at once.
    var isTerminal: Bool { isatty(descriptor) == 1 }
}

/// The environment variables that a command looks at.
enum EnvironmentVariable {
    /// The value; nil if the variable is unset or empty.
    static func value(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
