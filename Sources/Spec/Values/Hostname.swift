/// A fully qualified host name in lower case, without a trailing dot (RFC 1123: labels of 1 to 63 letters, digits, hyphens).
package struct Hostname: ScalarValue, Comparable {
    package let text: String

    package static let rule: RuleID = "invalid-hostname"
    package static let expectation = "a host name such as `vps.example.com`"
    package static var pattern: String? {
        "^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]$"
    }

    package static func parse(_ text: String) throws(InvalidValue) -> Hostname {
        if text.containsBytes(of: "://") {
            throw InvalidValue(
                "`\(text)` is a URL, not a host name", help: "write the name alone, such as `vps.example.com`")
        }
        guard text.utf8.count <= 253 else { throw InvalidValue("host name `\(text)` is longer than 253 characters") }
        let labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        for label in labels {
            try check(label, of: text)
        }
        guard labels.count > 1 else {
            throw InvalidValue(
                "host name `\(text)` has no dot", help: "write the full name, such as `\(text).example.com`")
        }
        if let last = labels.last, last.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw InvalidValue("`\(text)` is an address or ends in a number, not a host name")
        }
        return Hostname(text: text.lowercased())
    }

    private static func check(_ label: Substring, of text: String) throws(InvalidValue) {
        guard !label.isEmpty else { throw InvalidValue("host name `\(text)` has an empty label") }
        guard label.utf8.count <= 63 else {
            throw InvalidValue("label `\(label)` of host name `\(text)` is longer than 63 characters")
        }
        guard label.utf8.allSatisfy(isLetterDigitOrHyphen), label.first != "-", label.last != "-" else {
            throw InvalidValue(
                "host name `\(text)` has the label `\(label)`, which is not letters, digits and inner hyphens",
                help: label.unicodeScalars.allSatisfy(\.isASCII)
                    ? nil : "write an international name in its `xn--` form")
        }
    }

    package static func < (left: Hostname, right: Hostname) -> Bool { left.text < right.text }
}

/// Whether a byte is an ASCII letter, digit or hyphen.
func isLetterDigitOrHyphen(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...122).contains(byte | 0x20) || byte == 45
}

/// The name of an app, a volume or the host: lower-case letters, digits and inner hyphens, 1 to 40 characters.
///
/// It becomes part of unit, container and file names, so it holds only what all of them allow.
package struct Name: ScalarValue, Comparable {
    package let text: String

    package static let rule: RuleID = "invalid-name"
    package static let expectation = "a name of lower-case letters, digits and hyphens"
    package static var pattern: String? { "^[a-z][a-z0-9-]{0,38}[a-z0-9]$|^[a-z]$" }

    package static func parse(_ text: String) throws(InvalidValue) -> Name {
        let bytes = Array(text.utf8)
        guard (1...40).contains(bytes.count) else {
            throw InvalidValue("name `\(text)` has \(bytes.count) characters, not 1 to 40")
        }
        guard bytes.allSatisfy({ isLetterDigitOrHyphen($0) && !(65...90).contains($0) }),
            (97...122).contains(bytes[0]), bytes[bytes.count - 1] != 45
        else {
            throw InvalidValue(
                "name `\(text)` is not lower-case letters, digits and inner hyphens, a letter first",
                help: "it becomes part of unit, container and file names")
        }
        return Name(text: text)
    }

    /// Stands until a part of the spec learns the key it was found under.
    static let unnamed = Name(text: "unnamed")

    package static func < (left: Name, right: Name) -> Bool { left.text < right.text }
}
