/// An amount of memory or disk in bytes.
///
/// Written as Docker reads sizes: `M`, `MB` and `MiB` are all 1024² bytes (measured with `docker compose config`).
package struct ByteSize: ScalarValue, Comparable {
    package let bytes: Int

    /// - Precondition: `bytes` is not negative.
    package init(bytes: Int) {
        precondition(bytes >= 0, "an amount of bytes cannot be negative")
        self.bytes = bytes
    }

    package static func kibibytes(_ count: Int) -> ByteSize { ByteSize(bytes: count << 10) }
    package static func mebibytes(_ count: Int) -> ByteSize { ByteSize(bytes: count << 20) }
    package static func gibibytes(_ count: Int) -> ByteSize { ByteSize(bytes: count << 30) }
    package static let zero = ByteSize(bytes: 0)
    /// Sums and products stop here, so that adding up a few of them cannot overflow: 512 PiB.
    private static let limit = Int.max / 16

    package static let rule: RuleID = "invalid-size"
    package static let expectation = "a size such as `256M` or `2G`"
    package static var jsonTypes: [String] { ["string", "integer"] }
    package static var pattern: String? { "^[0-9]+(\\.[0-9]{1,3})?([kKmMgGtT](i?[bB])?|[bB])$|^0$" }

    /// The exponents of 1024 by unit, lower-cased.
    private static let exponents = [
        "b": 0, "k": 1, "kb": 1, "kib": 1, "m": 2, "mb": 2, "mib": 2,
        "g": 3, "gb": 3, "gib": 3, "t": 4, "tb": 4, "tib": 4,
    ]

    package static func parse(_ text: String) throws(InvalidValue) -> ByteSize {
        var scanner = ASCIIScanner(text)
        guard let thousandths = scanner.decimal(places: 3) else {
            throw InvalidValue("`\(text)` is not a size", help: "write a number and a unit, such as `256M`")
        }
        let unit = scanner.word()
        guard scanner.isAtEnd else { throw InvalidValue("`\(text)` is not a size", help: "write it as in `256M`") }
        if unit.isEmpty {
            guard thousandths == 0 else {
                throw InvalidValue("size `\(text)` has no unit", help: "write `\(text)M` or `\(text)G`")
            }
            return .zero
        }
        guard let exponent = exponents[unit] else {
            throw InvalidValue(
                "`\(unit)` is not a unit of size", help: "the units are B, K, M, G and T, in powers of 1024")
        }
        let (scaled, overflow) = thousandths.multipliedReportingOverflow(by: 1 << (10 * exponent))
        guard !overflow, scaled / 1000 <= limit else { throw InvalidValue("size `\(text)` is too large") }
        return ByteSize(bytes: scaled / 1000)
    }

    /// The largest unit that divides it evenly: `256M`, `1536K`, `0`.
    package var text: String {
        guard bytes > 0 else { return "0" }
        for (exponent, unit) in [(4, "T"), (3, "G"), (2, "M"), (1, "K")] where bytes % (1 << (10 * exponent)) == 0 {
            return "\(bytes >> (10 * exponent))\(unit)"
        }
        return "\(bytes)B"
    }

    /// For messages: whole GiB as such, else rounded down to MiB below 10 GiB and to a tenth of a GiB above: `571 MB`, `37.5 GB`.
    package var rounded: String {
        if bytes < 1 << 20 { return bytes == 0 ? "0 MB" : "\((bytes + 1023) >> 10) KB" }
        if bytes % (1 << 30) == 0 { return "\(bytes >> 30) GB" }
        return mebibytes < 10240 ? "\(mebibytes) MB" : "\(decimalText(mebibytes * 10 / 1024, places: 1)) GB"
    }

    /// Whole MiB, rounded down.
    package var mebibytes: Int { bytes >> 20 }

    package static func < (left: ByteSize, right: ByteSize) -> Bool { left.bytes < right.bytes }
    package static func + (left: ByteSize, right: ByteSize) -> ByteSize {
        ByteSize(bytes: min(limit, left.bytes + min(limit, right.bytes)))
    }

    package static func += (left: inout ByteSize, right: ByteSize) { left = left + right }
    package static func * (size: ByteSize, count: Int) -> ByteSize {
        let (product, overflow) = size.bytes.multipliedReportingOverflow(by: count)
        return ByteSize(bytes: overflow ? limit : min(limit, product))
    }

    /// The difference, or zero where it would be negative.
    package static func - (left: ByteSize, right: ByteSize) -> ByteSize {
        ByteSize(bytes: max(0, left.bytes - right.bytes))
    }
}

extension Sequence where Element == ByteSize {
    /// The sum of all sizes.
    package var total: ByteSize { reduce(.zero, +) }
}

/// How fast a volume grows: `20M/day`.
package struct GrowthRate: ScalarValue {
    package let perDay: ByteSize

    package init(perDay: ByteSize) {
        self.perDay = perDay
    }

    package static let rule: RuleID = "invalid-size"
    package static let expectation = "a growth such as `20M/day`"
    package static var pattern: String? { "^.+/(day|week|month)$" }

    package static func parse(_ text: String) throws(InvalidValue) -> GrowthRate {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let days = ["day": 1, "week": 7, "month": 30]
        guard parts.count == 2, let divisor = days[String(parts[1])] else {
            throw InvalidValue(
                "`\(text)` is not a growth", help: "write a size per day, week or month, such as `20M/day`")
        }
        return GrowthRate(perDay: ByteSize(bytes: try ByteSize.parse(String(parts[0])).bytes / divisor))
    }

    package var text: String { "\(perDay.text)/day" }
}
