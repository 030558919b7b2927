package import Spec

/// Texts about the rules, made from their descriptions.
package enum CheckDocumentation {
    /// The Markdown page of all rules, by area.
    package static var page: String {
        var writer = TextWriter()
        writer.lines([
            "# Rules", "",
            "Every rule that `nagaya check` knows, with what it is for. This page is generated from the descriptions of the",
            "checks; the examples are run as tests. `nagaya explain RULE` prints one of them.", "",
            "An example shows only what matters: it is laid over a sound spec with the apps `editor` and `voice`, and `~`",
            "removes a key. A finding of a waivable rule may stand for a written reason:", "",
            "```yaml", "waivers:",
            "  - { rule: backup-same-disk-only, reason: a second VPS is ordered, until: 2026-05-31 }", "```", "",
        ])
        for area in CheckDescription.Area.allCases {
            let rules = rules(of: area)
            guard !rules.isEmpty else { continue }
            let links = rules.map { "[`\($0.id)`](#\($0.id))" }.joined(separator: ", ")
            writer.line("- **\(area.rawValue)**: \(links)")
        }
        for area in CheckDescription.Area.allCases {
            let rules = rules(of: area)
            guard !rules.isEmpty else { continue }
            writer.lines(["", "## \(area.rawValue)"])
            for rule in rules { writer.lines(section(of: rule)) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func rules(of area: CheckDescription.Area) -> [CheckDescription] {
        RuleCatalogue.all.filter { $0.area == area }
    }

    private static func section(of rule: CheckDescription) -> [String] {
        ["", "### \(rule.id)", "", rule.summary, "", "*\(rule.kind)*", "", rule.reason, ""]
            + ["Bad:", "", "```yaml"] + rule.bad.lines + ["```", "", "Good:", "", "```yaml"] + rule.good.lines + ["```"]
    }

    /// The text of `nagaya explain` about a rule, wrapped for a terminal; nil if there is no such rule.
    package static func explanation(of id: RuleID) -> String? {
        guard let rule = RuleCatalogue.rule(id) else { return nil }
        var writer = TextWriter(indentation: "    ")
        writer.lines(["\(rule.id) (\(rule.area.rawValue); \(rule.kind))", ""])
        writer.lines(wrapped(rule.summary) + [""] + wrapped(rule.reason))
        for (title, example) in [("Bad:", rule.bad), ("Good:", rule.good)] {
            writer.lines(["", title, ""])
            writer.indented { $0.lines(example.lines) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The rule whose name is nearest to one that does not exist.
    package static func nearest(to id: RuleID) -> RuleID? {
        Suggestion.nearest(to: id.rawValue, among: RuleCatalogue.all.map(\.id.rawValue)).map(RuleID.init(rawValue:))
    }

    /// Breaks a paragraph at blanks, into lines of at most 100 characters where its words allow it.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= 100 {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension CheckDescription {
    /// Severity, and whether a waiver can cover it, in words.
    fileprivate var kind: String {
        "\(severity.rawValue), \(isWaivable ? "waivable" : "not waivable")"
    }
}

extension Example {
    fileprivate var lines: [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}
