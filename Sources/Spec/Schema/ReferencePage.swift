/// The reference page of the spec language, in Markdown.
package enum ReferencePage {
    /// The text of `Docs/Spec.md`, ending in a newline.
    package static var text: [UInt8] {
        var schemas: [ObjectSchema] = []
        JSONSchemaDocument.collect(.object(Spec.schema), into: &schemas)
        var page = TextWriter()
        page.lines([
            "# The spec language", "",
            "Generated from the declarations that the decoder uses; `make goldens` renews it.", "",
            "- Sizes are in powers of 1024: `M`, `MB` and `MiB` are the same. Durations are `60s`, `20m`, `12h`, `30d`.",
            "- A key that is not listed is an error, unless it begins with `x-`: those are yours, for notes and anchors.",
            "- Aliases and `<<` merges work. Tags and further documents do not.",
            "- An unquoted value that some YAML reader takes for another type (`no`, `010`, `22:22`) is an error; quote it.",
            "- Variables that hold secrets are named; their values live on the server only.", "",
        ])
        for schema in schemas { write(schema, to: &page) }
        return page.bytes
    }

    private static func write(_ schema: ObjectSchema, to page: inout TextWriter) {
        page.lines([
            "## \(schema.name)", "", schema.summary, "", "| key | value | default | meaning |",
            "| --- | --- | --- | --- |",
        ])
        for field in schema.fields {
            let fallback = field.isRequired ? "required" : field.fallback.map { "`\($0)`" } ?? "–"
            let example = field.example.isEmpty ? "" : " Example: `\(field.example)`."
            let cells = ["`\(field.key)`", type(field.schema), fallback, field.summary + example]
            page.line("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
        }
        page.line()
    }

    private static func type(_ node: SchemaNode) -> String {
        switch node {
        case .object(let schema): "[\(schema.noun)](#\(schema.name.lowercased()))"
        case .list(.object(let schema)): "a list of [\(schema.name)](#\(schema.name.lowercased()))"
        case .map(_, let noun, .object(let schema)):
            "for each \(noun) by name: [\(schema.name)](#\(schema.name.lowercased()))"
        default: node.words
        }
    }
}
