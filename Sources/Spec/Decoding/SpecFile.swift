/// A spec as far as it could be read.
package struct SpecFile: Sendable {
    package let document: YAMLDocument
    /// Nil if a needed part is missing or wrong; the diagnostics say which.
    package let spec: Spec?
    /// Everything wrong with the text, its keys and its values.
    package let diagnostics: [Diagnostic]
    /// Every value with its origin, in the order of the language; empty unless asked for.
    package let values: [ResolvedValue]

    /// Reads a spec, collecting every problem.
    /// - Parameters:
    ///   - source: the text.
    ///   - recordsValues: whether to keep every value with its origin, for `nagaya show`.
    package init(_ source: SourceFile, recordsValues: Bool = false) {
        let (document, faults) = YAMLComposer.compose(source)
        self.document = document
        guard let root = document.root else {
            (spec, diagnostics, values) = (nil, faults, [])
            return
        }
        var context = DecodingContext(document: document, recordsValues: recordsValues)
        spec = ValueType.object(Spec.self).decode(root, &context)
        diagnostics = faults + context.diagnostics
        values = context.values ?? []
    }
}
