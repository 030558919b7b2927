/// The name of an environment variable: capital letters, digits and underscores, a letter first.
package struct VariableName: ScalarValue {
    package let text: String

    package static let rule: RuleID = "invalid-name"
    package static let expectation = "the name of an environment variable such as `RAG_API_KEY`"
    package static var pattern: String? { "^[A-Z_][A-Z0-9_]*$" }

    package static func parse(_ text: String) throws(InvalidValue) -> VariableName {
        let isName = text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
        guard isName, let first = text.utf8.first, !(48...57).contains(first) else {
            throw InvalidValue(
                "`\(text)` is not the name of a variable",
                help:
                    "write the name of an environment variable, such as `ALERT_WEBHOOK_URL`; its value belongs on the server"
            )
        }
        return VariableName(text: text)
    }
}

/// One request that an app answers or a client makes: `POST /api/search`; without a method it is any.
package struct RequestPattern: ScalarValue {
    /// The method in capitals, or nil for any.
    package let method: String?
    /// The path; a segment in braces, as in `/jobs/{id}`, stands for any one segment.
    package let path: URLPath

    package static let rule: RuleID = "invalid-path"
    package static let expectation = "a request such as `POST /api/search` or `GET /jobs/{id}`"
    package static var pattern: String? { "^((GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?/\\S*$" }

    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    package static func parse(_ text: String) throws(InvalidValue) -> RequestPattern {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return RequestPattern(method: nil, path: try URLPath.parse(text)) }
        guard methods.contains(parts[0]) else {
            throw InvalidValue(
                "`\(parts[0])` is not a request method", help: "one of \(methods.joined(separator: ", "))")
        }
        return RequestPattern(method: parts[0], path: try URLPath.parse(parts[1]))
    }

    package var text: String { method.map { "\($0) \(path.text)" } ?? path.text }

    /// Whether a request that matches `other` is answered by this pattern.
    package func answers(_ other: RequestPattern) -> Bool {
        guard method == nil || other.method == nil || method == other.method else { return false }
        let own = path.text.split(separator: "/", omittingEmptySubsequences: false)
        let asked = other.path.text.split(separator: "/", omittingEmptySubsequences: false)
        guard own.count == asked.count else { return false }
        return zip(own, asked).allSatisfy { $0 == $1 || isParameter($0) || isParameter($1) }
    }

    private func isParameter(_ segment: Substring) -> Bool { segment.hasPrefix("{") && segment.hasSuffix("}") }
}

/// Where backups go besides this machine: `sftp:user@host:/directory`, with an optional port after the host.
package struct OffsiteTarget: ScalarValue {
    package let user: String
    package let host: String
    package let directory: AbsolutePath

    package static let rule: RuleID = "invalid-path"
    package static let expectation = "an off-site target such as `sftp:backup@backup-server:/backups`"
    package static var pattern: String? { "^sftp:[^@:/]+@[^@:/]+:/.*$" }

    package static func parse(_ text: String) throws(InvalidValue) -> OffsiteTarget {
        let problem = InvalidValue("`\(text)` is not an off-site target", help: "write `sftp:user@host:/directory`")
        guard text.hasPrefix("sftp:") else { throw problem }
        let parts = text.dropFirst(5).split(separator: ":", maxSplits: 1)
        let login = parts[0].split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, login.count == 2, login.allSatisfy(isPlain) else { throw problem }
        return OffsiteTarget(
            user: String(login[0]), host: String(login[1]), directory: try AbsolutePath.parse(String(parts[1])))
    }

    private static func isPlain(_ part: Substring) -> Bool {
        !part.isEmpty && part.first != "-" && part.utf8.allSatisfy { isLetterDigitOrHyphen($0) || $0 == 46 || $0 == 95 }
    }

    package var text: String { "sftp:\(user)@\(host):\(directory.text)" }
}

/// An address for mail.
package struct EmailAddress: ScalarValue {
    package let text: String

    package static let rule: RuleID = "invalid-address"
    package static let expectation = "a mail address such as `ops@example.com`"
    package static var pattern: String? { "^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$" }

    package static func parse(_ text: String) throws(InvalidValue) -> EmailAddress {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain =
            parts.first?.utf8.allSatisfy { isLetterDigitOrHyphen($0) || [46, 95, 37, 43].contains($0) } ?? false
        guard parts.count == 2, isPlain, !parts[0].isEmpty, parts[0].first != "-" else {
            throw InvalidValue("`\(text)` is not a mail address")
        }
        _ = try Hostname.parse(String(parts[1]))
        return EmailAddress(text: text)
    }
}

/// A time zone by its IANA name: `Asia/Tokyo`, or `UTC`.
///
/// Only the form is checked here: `check` reads no time zone database, so that it gives the same answer everywhere.
package struct TimeZoneName: ScalarValue {
    package let text: String

    package static let rule: RuleID = "invalid-timezone"
    package static let expectation = "a time zone such as `Asia/Tokyo` or `UTC`"
    package static var pattern: String? {
        "^(UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Za-z0-9_+/-]+)$"
    }

    private static let areas = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
    ]

    package static func parse(_ text: String) throws(InvalidValue) -> TimeZoneName {
        if text == "UTC" { return TimeZoneName(text: text) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy {
            !$0.isEmpty && $0.utf8.allSatisfy { isLetterDigitOrHyphen($0) || $0 == 95 || $0 == 43 }
        }
        guard (2...3).contains(parts.count), isPlain, areas.contains(String(parts[0])) else {
            throw InvalidValue(
                "`\(text)` is not the name of a time zone",
                help: "write an area and a city, such as `Asia/Tokyo`, or `UTC`")
        }
        return TimeZoneName(text: text)
    }
}

/// A reference to a container image: `ghcr.io/owner/name:1.2.0` or with `@sha256:…`.
package struct ImageReference: ScalarValue {
    /// Registry and repository, without tag and digest.
    package let repository: String
    package let tag: String?
    package let digest: String?

    package static let rule: RuleID = "invalid-image"
    package static let expectation = "an image such as `node:20-alpine`"
    package static var pattern: String? { "^[a-z0-9][A-Za-z0-9./:_-]*(@sha256:[0-9a-f]{64})?$" }

    package static func parse(_ text: String) throws(InvalidValue) -> ImageReference {
        let problem = InvalidValue("`\(text)` is not an image reference", help: "write `name:tag` or `name@sha256:…`")
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if halves.count == 2 {
            let hex = halves[1].utf8.dropFirst(7)
            guard halves[1].hasPrefix("sha256:"), hex.count == 64,
                hex.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else { throw problem }
        }
        var repository = halves[0]
        var tag: String?
        if let colon = repository.lastIndex(of: ":"), !repository[colon...].contains("/") {
            tag = String(repository[repository.index(after: colon)...])
            repository = String(repository[..<colon])
        }
        guard let first = repository.utf8.first, isLetterDigitOrHyphen(first), first != 45, tag != "",
            (repository + (tag ?? "")).utf8.allSatisfy({ isLetterDigitOrHyphen($0) || [46, 47, 58, 95].contains($0) })
        else { throw problem }
        return ImageReference(repository: repository, tag: tag, digest: halves.count == 2 ? halves[1] : nil)
    }

    package var text: String { repository + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "") }
    /// The last segment of the repository: `node` of `docker.io/library/node`.
    package var shortName: String { repository.split(separator: "/").last.map(String.init) ?? repository }
}
