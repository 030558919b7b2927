/// The stable, kebab-case name of a rule; it reads well after "waive" and is never reused.
public struct RuleID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: StaticString) {
        rawValue = "\(value)"
    }

    public var description: String { rawValue }
}
