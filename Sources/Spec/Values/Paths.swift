/// A path of a URL, absolute and normalised: `/api/editor/`.
///
/// Holds only characters that stand for themselves in a URL (RFC 3986 unreserved, sub-delims without quotes, `:` and `@`),
/// so that it means the same in nginx, in a client and in the app.
package struct URLPath: ScalarValue, Comparable {
    package let text: String

    package static let rule: RuleID = "invalid-path"
    package static let expectation = "a URL path such as `/api/editor/`"
    package static var pattern: String? { "^/[A-Za-z0-9._~!$&()*+,;=:@{}/-]*$" }

    package static func parse(_ text: String) throws(InvalidValue) -> URLPath {
        guard text.hasPrefix("/") else {
            throw InvalidValue("URL path `\(text)` does not begin with `/`", help: "write `/\(text)`")
        }
        for segment in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .dropLast() where segment.isEmpty
        {
            throw InvalidValue("URL path `\(text)` has an empty segment", help: "nginx merges `//` into `/`")
        }
        for segment in text.utf8.split(separator: UInt8(ascii: "/"))
        where segment.elementsEqual(".".utf8) || segment.elementsEqual("..".utf8) {
            throw InvalidValue(
                "URL path `\(text)` has the segment `\(Substring(segment))`",
                help: "nginx resolves it before it looks for a location")
        }
        if let stray = text.unicodeScalars.first(where: { !isAllowed($0) }) {
            throw InvalidValue(
                "URL path `\(text)` has the character `\(stray)`",
                help: "allowed are letters, digits and ._~!$&()*+,;=:@{}-")
        }
        return URLPath(text: text)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "&"..."/", ":", ";", "=", "@", "{", "}", "_", "~", "!", "$": scalar != "'"
        default: false
        }
    }

    /// Whether it names a subtree: it ends in a slash.
    package var isPrefix: Bool { text.hasSuffix("/") }

    /// The same path with its prefix replaced; nil if it does not begin with `prefix`.
    package func replacing(prefix: URLPath, with replacement: URLPath) -> URLPath? {
        guard text.hasPrefix(prefix.text) else { return nil }
        return URLPath(text: replacement.text + (String(text.utf8.dropFirst(prefix.text.utf8.count)) ?? ""))
    }

    package static func < (left: URLPath, right: URLPath) -> Bool { left.text < right.text }
}

/// A path of the file system, absolute or relative to an app's directory, without `.` and `..` segments inside.
package struct FilePath: ScalarValue, Comparable {
    package let text: String

    package static let rule: RuleID = "invalid-path"
    package static let expectation = "a path such as `/opt/editor` or `./data`"

    package static func parse(_ text: String) throws(InvalidValue) -> FilePath {
        guard !text.isEmpty else { throw InvalidValue("a path cannot be empty") }
        // Blanks, quotes, colons and shell characters would need another quoting in every file that names the path.
        if let stray = text.unicodeScalars.first(where: { !isPlain($0) }) {
            throw InvalidValue(
                "path `\(text)` has the character `\(stray)`", help: "allowed are letters, digits and ._-+@/")
        }
        let isAbsolute = text.hasPrefix("/")
        let segments = text.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        if segments.contains(where: { $0.elementsEqual("..".utf8) }) {
            throw InvalidValue("path `\(text)` leaves its directory by `..`", help: "write the absolute path")
        }
        let joined = segments.map { Substring($0) }.joined(separator: "/")
        return FilePath(text: isAbsolute ? "/" + joined : joined.isEmpty ? "." : joined)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "+", "@", "/": true
        default: false
        }
    }

    static let dockerfile = FilePath(text: "Dockerfile")

    package var isAbsolute: Bool { text.hasPrefix("/") }

    /// This path under `directory`, unless it is absolute already.
    package func resolved(in directory: FilePath) -> FilePath {
        if isAbsolute { return self }
        return text == "."
            ? directory : FilePath(text: directory.text == "/" ? "/\(text)" : "\(directory.text)/\(text)")
    }

    /// Whether it is the root, or inside a directory that the system or Nagaya itself owns.
    var belongsToSystem: Bool {
        let system = [
            "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/opt/nagaya", "/proc", "/root", "/run", "/sbin", "/sys",
            "/tmp",
            "/usr", "/var/lib/docker", "/var/lib/nagaya", "/var/log", "/var/run",
        ]
        return text == "/" || system.contains { FilePath(text: $0).contains(self) }
    }

    /// Whether `other` is the same directory or lies inside it.
    package func contains(_ other: FilePath) -> Bool {
        text == other.text || text == "/" || other.text.hasPrefix(text + "/")
    }

    package static func < (left: FilePath, right: FilePath) -> Bool { left.text < right.text }
}

/// An absolute path of the file system.
package struct AbsolutePath: ScalarValue {
    package let path: FilePath

    package static let rule: RuleID = "invalid-path"
    package static let expectation = "an absolute path such as `/opt/editor`"
    package static var pattern: String? { "^/[A-Za-z0-9._+@/-]*$" }

    package static func parse(_ text: String) throws(InvalidValue) -> AbsolutePath {
        let path = try FilePath.parse(text)
        guard path.isAbsolute else { throw InvalidValue("path `\(text)` is not absolute", help: "begin it with `/`") }
        return AbsolutePath(path: path)
    }

    static let backups = AbsolutePath(path: FilePath(text: "/backups"))

    package var text: String { path.text }
}
