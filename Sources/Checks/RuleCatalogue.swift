package import Spec

/// Every rule that a diagnostic of a spec can name.
package enum RuleCatalogue {
    /// The rules of the decoder, all checks and the rules about waivers; by area, and in it in the order of declaration.
    package static let all: [CheckDescription] = {
        let rules = ShapeRules.all + CheckRegistry.all.map { $0.description } + WaiverRules.all
        return CheckDescription.Area.allCases.flatMap { area in rules.filter { $0.area == area } }
    }()

    /// The rule of that name.
    package static func rule(_ id: RuleID) -> CheckDescription? {
        all.first { $0.id == id }
    }

    /// Whether a diagnostic of this rule marks a text that must not be printed again, such as a password.
    ///
    /// A reporter that quotes the spec's lines covers the marked text.
    package static func marksSecret(_ id: RuleID) -> Bool {
        id == LiteralSecret.description.id
    }
}
