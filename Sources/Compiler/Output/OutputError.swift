internal import Glibc

/// Why an output directory could not be read or written.
package enum OutputError: Error, Equatable, Sendable {
    /// Another build holds the directory.
    case busy(root: String)
    /// A directory lies where a file belongs.
    case occupied(path: String)
    /// A file or a symbolic link lies where a directory belongs; links are never followed.
    case notADirectory(path: String)
    /// Two artifacts have one path, or one lies inside the other.
    case clash(path: String)
    /// The system refused an operation.
    /// - Parameters:
    ///   - operation: a verb phrase, such as `be created`.
    ///   - code: the value of `errno`.
    case refused(path: String, operation: String, code: Int32)

    /// One line, without a final stop.
    package var message: String {
        switch self {
        case .busy(let root): "another build writes to `\(root)`"
        case .occupied(let path): "`\(path)` is a directory, but a file belongs there"
        case .notADirectory(let path): "`\(path)` is not a directory, but files belong inside it"
        case .clash(let path): "two artifacts want the path `\(path)`"
        case .refused(let path, let operation, let code): "`\(path)` cannot \(operation): \(systemMessage(code))"
        }
    }

    /// What to do about it, if there is something to say.
    package var help: String? {
        switch self {
        case .busy: "wait until it has ended"
        case .occupied, .notADirectory: "move it away; the build replaces only what an earlier build made"
        case .clash: nil
        case .refused(_, _, let code):
            switch code {
            case EACCES, EPERM, EROFS: "choose a directory that you may write to with `-o`"
            case ENOSPC, EDQUOT: "make room; what was there before is untouched or will be completed by the next build"
            default: nil
            }
        }
    }
}

private func systemMessage(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
