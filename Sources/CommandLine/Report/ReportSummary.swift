import Spec

/// How many findings there are; waived ones are counted apart.
struct ReportSummary {
    let errors: Int
    let warnings: Int
    let waived: Int

    init(_ diagnostics: [Diagnostic]) {
        let open = diagnostics.filter { $0.waiver == nil }
        errors = open.count { $0.severity == .error }
        warnings = open.count - errors
        waived = diagnostics.count - open.count
    }

    /// `2 errors, 1 warning, 1 waived`; empty if there is nothing to count.
    var text: String {
        var parts: [String] = []
        if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
        if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
        if waived > 0 { parts.append("\(waived) waived") }
        return parts.joined(separator: ", ")
    }
}
