import ArgumentParser

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

    /// Writes all bytes.
    ///
    /// A reader that went away (`| head`) wants no more. What cannot be written otherwise, as on a full disk, ends the
    /// program with the code for faults: a report that was cut off must not pass for a whole one.
    func write(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, buffer.count - start)
                if count > 0 {
                    start += count
                } else if errno == EPIPE {
                    return
                } else if errno != EINTR {
                    exit(Exit.unreadable.rawValue)
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
