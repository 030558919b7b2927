/// How much a diagnostic weighs.
package enum Severity: String, Sendable, Comparable {
    case warning
    case error

    package static func < (left: Severity, right: Severity) -> Bool {
        left == .warning && right == .error
    }
}

/// A fault in the user's spec, with its place, reason and remedy.
package struct Diagnostic: Sendable {
    /// A further place that takes part in the fault.
    package struct Related: Sendable {
        package let span: SourceSpan
        /// A short label such as `first published here, by app "editor"`.
        package let label: String

        package init(span: SourceSpan, label: String) {
            self.span = span
            self.label = label
        }
    }

    /// A reason, in the spec, for letting a finding stand.
    package struct Waiver: Sendable {
        package let reason: String

        package init(reason: String) {
            self.reason = reason
        }
    }

    package let rule: RuleID
    package let severity: Severity
    /// Stands alone: lower case, no final stop, with the values and names it is about.
    package let message: String
    package let span: SourceSpan
    /// A few words printed beside the marked text; may be empty.
    package let label: String
    package let related: [Related]
    /// The fact that makes it wrong.
    package let note: String?
    /// What to change.
    package let help: String?
    /// Set when a waiver of the spec covers it; a waived diagnostic does not count as a finding.
    package var waiver: Waiver?

    package init(
        rule: RuleID, severity: Severity = .error, message: String, span: SourceSpan, label: String = "",
        related: [Related] = [], note: String? = nil, help: String? = nil
    ) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.span = span
        self.label = label
        self.related = related
        self.note = note
        self.help = help
    }
}

extension [Diagnostic] {
    /// Whether an error that no waiver covers is among them.
    package var containsErrors: Bool {
        contains { $0.severity == .error && $0.waiver == nil }
    }

    /// Sorted by place, then by rule, then by message: the order in which they are printed.
    package var inSourceOrder: [Diagnostic] {
        sorted {
            ($0.span.start, $0.rule.rawValue, $0.message) < ($1.span.start, $1.rule.rawValue, $1.message)
        }
    }
}
