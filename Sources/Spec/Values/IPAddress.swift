/// An IPv4 or IPv6 address in its canonical text (RFC 5952 for IPv6).
package struct IPAddress: ScalarValue {
    /// The version of the Internet Protocol.
    package enum Family: Sendable { case v4, v6 }

    package let family: Family
    package let text: String

    private init(family: Family, text: String) {
        self.family = family
        self.text = text
    }

    package static let loopback = IPAddress(family: .v4, text: "127.0.0.1")

    package static let rule: RuleID = "invalid-address"
    package static let expectation = "an IPv4 or IPv6 address"

    package static func parse(_ text: String) throws(InvalidValue) -> IPAddress {
        if let octets = octets(of: text) {
            return IPAddress(family: .v4, text: octets.map(String.init).joined(separator: "."))
        }
        if let groups = IPv6Text.groups(of: text) {
            return IPAddress(family: .v6, text: IPv6Text.canonical(groups))
        }
        throw InvalidValue(
            "`\(text)` is not an IP address", help: "write four numbers such as `203.0.113.7`, or an IPv6 address")
    }

    /// The address in a URL or an nginx directive: IPv6 in brackets.
    package var bracketed: String { family == .v6 ? "[\(text)]" : text }
    /// Whether only this machine can reach it.
    package var isLoopback: Bool { family == .v4 ? text.hasPrefix("127.") : text == "::1" }
    /// Whether it stands for every address of the machine.
    package var isUnspecified: Bool { text == "0.0.0.0" || text == "::" }

    static func octets(of text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            // A leading zero means octal to some readers, so it is refused.
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
                part.utf8.count == 1 || part.first != "0", let octet = UInt8(part)
            else { return nil }
            octets.append(octet)
        }
        return octets
    }
}

/// Reading and printing of IPv6 addresses.
enum IPv6Text {
    /// The eight groups of an address without zone and without an embedded IPv4 part; nil if the text is none.
    static func groups(of text: String) -> [UInt16]? {
        guard text.utf8.contains(UInt8(ascii: ":")), !text.containsBytes(of: ":::") else { return nil }
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        var parsed: [[UInt16]] = []
        for half in halves {
            guard let groups = groupList(half) else { return nil }
            parsed.append(groups)
        }
        if parsed.count == 1 { return parsed[0].count == 8 ? parsed[0] : nil }
        let missing = 8 - parsed[0].count - parsed[1].count
        return missing >= 1 ? parsed[0] + [UInt16](repeating: 0, count: missing) + parsed[1] : nil
    }

    private static func groupList(_ half: Substring) -> [UInt16]? {
        if half.isEmpty { return [] }
        var groups: [UInt16] = []
        for part in half.split(separator: ":", omittingEmptySubsequences: false) {
            guard (1...4).contains(part.utf8.count), let group = UInt16(part, radix: 16), part.first != "+" else {
                return nil
            }
            groups.append(group)
        }
        return groups
    }

    /// The form of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
    static func canonical(_ groups: [UInt16]) -> String {
        var best = 0..<0
        var index = 0
        while index < 8 {
            var end = index
            while end < 8, groups[end] == 0 { end += 1 }
            if end - index > max(best.count, 1) { best = index..<end }
            index = max(end, index + 1)
        }
        let text = { (part: ArraySlice<UInt16>) in part.map { String($0, radix: 16) }.joined(separator: ":") }
        return best.isEmpty
            ? text(groups[...]) : text(groups[..<best.lowerBound]) + "::" + text(groups[best.upperBound...])
    }
}

/// A network in CIDR form, or one address: `203.0.113.0/24`.
package struct AddressRange: ScalarValue {
    package let text: String
    package let family: IPAddress.Family

    package static let rule: RuleID = "invalid-address"
    package static let expectation = "an address or a network such as `203.0.113.0/24`"

    package static func parse(_ text: String) throws(InvalidValue) -> AddressRange {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let address = try IPAddress.parse(String(parts[0]))
        guard parts.count == 2 else { return AddressRange(text: address.text, family: address.family) }
        let limit = address.family == .v4 ? 32 : 128
        var scanner = ASCIIScanner(String(parts[1]))
        guard let length = scanner.integer(), scanner.isAtEnd, length <= limit else {
            throw InvalidValue("`/\(parts[1])` is not a prefix length from 0 to \(limit)")
        }
        return AddressRange(text: "\(address.text)/\(length)", family: address.family)
    }
}
