package import Spec

/// A rule about the resolved machine.
///
/// One file a check: the type, its description with a bad and a good example, and its messages. A line in
/// ``CheckRegistry`` makes it part of every run.
package protocol Check: Sendable {
    static var description: CheckDescription { get }

    /// What breaks the rule, in the order of the spec; empty if nothing does.
    static func findings(in host: Host) -> [Finding]
}

/// What is wrong with the resolved machine, places named by path.
package struct Finding: Sendable {
    package let message: String
    package let path: SpecPath
    /// A few words printed beside the marked text.
    package let label: String
    package let related: [(path: SpecPath, label: String)]
    package let note: String?
    package let help: String?

    package init(
        _ message: String, at path: SpecPath, label: String = "", related: [(path: SpecPath, label: String)] = [],
        note: String? = nil, help: String? = nil
    ) {
        self.message = message
        self.path = path
        self.label = label
        self.related = related
        self.note = note
        self.help = help
    }

    /// The app that it is about, if its place lies in one.
    var app: String? {
        guard path.components.count > 1, path.components[0] == .key("apps"), case .key(let app) = path.components[1]
        else {
            return nil
        }
        return app
    }
}

/// What a rule is, for `explain`, the documentation and the reports.
package struct CheckDescription: Sendable {
    /// The part of the catalogue that a rule belongs to.
    package enum Area: String, CaseIterable, Sendable {
        case shape = "Spec shape"
        case names = "Ports and names"
        case memory = "Fit: memory"
        case resources = "Fit: CPU, disk, time"
        case reach = "Reach"
        case exposure = "Exposure"
        case recovery = "Recovery"
        case processes = "Images and processes"
        case operations = "Operations"
    }

    package let id: RuleID
    package let area: Area
    package let severity: Severity
    /// False for errors that would lose data, lock people out or leak secrets, and for faults of the spec's own form.
    package let isWaivable: Bool
    /// What it checks, in one sentence.
    package let summary: String
    /// Why it matters: one to four sentences, with the source of a fact.
    package let reason: String
    /// A spec that breaks this rule and no other, where that is possible.
    package let bad: Example
    /// The same spec, mended.
    package let good: Example

    package init(
        id: RuleID, area: Area, severity: Severity = .error, isWaivable: Bool = true, summary: String, reason: String,
        bad: Example, good: Example
    ) {
        self.id = id
        self.area = area
        self.severity = severity
        self.isWaivable = isWaivable
        self.summary = summary
        self.reason = reason
        self.bad = bad
        self.good = good
    }
}
