/// An amount of processor in thousandths of a core, up to 1024 cores; written in cores: `0.5`.
package struct CPUShare: ScalarValue, Comparable {
    package let millicores: Int

    package init(millicores: Int) {
        self.millicores = millicores
    }

    package static let rule: RuleID = "value-out-of-range"
    package static let expectation = "a number of cores such as `2` or `0.5`"
    package static var jsonTypes: [String] { ["number"] }

    package static func parse(_ text: String) throws(InvalidValue) -> CPUShare {
        var scanner = ASCIIScanner(text)
        guard let millicores = scanner.decimal(places: 3), scanner.isAtEnd else {
            throw InvalidValue(
                "`\(text)` is not a number of cores", help: "write a decimal with at most three places, such as `0.5`")
        }
        // Docker's smallest share is 0.01 cores ("Range of CPUs is from 0.01 to …").
        guard (10...1_024_000).contains(millicores) else {
            throw InvalidValue("\(text) cores are outside 0.01–1024")
        }
        return CPUShare(millicores: millicores)
    }

    package var text: String { decimalText(millicores, places: 3) }

    package static func < (left: CPUShare, right: CPUShare) -> Bool { left.millicores < right.millicores }
    package static func + (left: CPUShare, right: CPUShare) -> CPUShare {
        CPUShare(millicores: left.millicores + right.millicores)
    }
}

/// A share of a whole, 1 % to 100 %: `80%`.
package struct Percentage: ScalarValue {
    package let percent: Int

    /// - Returns: nil outside 1 to 100.
    package init?(_ percent: Int) {
        guard (1...100).contains(percent) else { return nil }
        self.percent = percent
    }

    private init(known percent: Int) {
        self.percent = percent
    }

    static let seventy = Percentage(known: 70)
    static let eighty = Percentage(known: 80)

    package static let rule: RuleID = "value-out-of-range"
    package static let expectation = "a percentage such as `80%`"
    package static var pattern: String? { "^[0-9]{1,3}%$" }

    package static func parse(_ text: String) throws(InvalidValue) -> Percentage {
        var scanner = ASCIIScanner(text)
        guard let number = scanner.integer(), scanner.take("%"), scanner.isAtEnd else {
            throw InvalidValue(
                "`\(text)` is not a percentage", help: "write a whole number and a percent sign, such as `80%`")
        }
        guard let percentage = Percentage(number) else { throw InvalidValue("\(text) is outside 1%–100%") }
        return percentage
    }

    package var text: String { "\(percent)%" }

    /// That share of a size, rounded down.
    package func of(_ size: ByteSize) -> ByteSize {
        let (product, overflow) = size.bytes.multipliedReportingOverflow(by: percent)
        return ByteSize(bytes: overflow ? size.bytes / 100 * percent : product / 100)
    }
}
