/// The stable, kebab-case name of a rule; it reads well after "waive" and is never reused.
package struct RuleID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral value: StaticString) {
        rawValue = "\(value)"
    }

    package var description: String { rawValue }
}
