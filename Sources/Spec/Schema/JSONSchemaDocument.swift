/// The JSON Schema (draft 7) of the spec language, for editors.
///
/// It describes shape only; what lies between values is for the checks. Draft 7 is what yaml-language-server reads best.
package enum JSONSchemaDocument {
    /// The schema as text, ending in a newline.
    package static var text: [UInt8] {
        var definitions: [ObjectSchema] = []
        collect(.object(Spec.schema), into: &definitions)
        let named = definitions.sorted { $0.name < $1.name }.map { (key: $0.name, value: object($0)) }
        return JSONValue.object([
            ("$schema", "http://json-schema.org/draft-07/schema#"),
            ("title", "nagaya spec.yaml"),
            ("description", .string(Spec.schema.summary)),
            ("$ref", .string("#/definitions/\(Spec.schema.name)")),
            ("definitions", .object(named)),
        ]).pretty
    }

    /// All object schemas that a node uses, each once, in the order in which they are met.
    static func collect(_ node: SchemaNode, into found: inout [ObjectSchema]) {
        switch node {
        case .object(let schema):
            guard !found.contains(where: { $0.name == schema.name }) else { return }
            found.append(schema)
            for field in schema.fields { collect(field.schema, into: &found) }
        case .list(let element), .map(_, _, let element): collect(element, into: &found)
        case .scalar, .flag, .integer, .enumeration: break
        }
    }

    private static func object(_ schema: ObjectSchema) -> JSONValue {
        .object([
            ("description", .string(schema.summary)),
            ("type", "object"),
            ("properties", .object(schema.fields.map { ($0.key, property($0)) })),
            ("required", .strings(schema.fields.filter(\.isRequired).map(\.key))),
            ("patternProperties", .object([("^x-", true)])),
            ("additionalProperties", false),
        ])
    }

    private static func property(_ field: FieldDescription) -> JSONValue {
        var entries: [(key: String, value: JSONValue)] = [("description", .string(field.summary))]
        if let fallback = field.fallback, let value = value(of: fallback) {
            entries.append(("default", value))
        }
        if !field.example.isEmpty, let example = value(of: field.example) {
            entries.append(("examples", .array([example])))
        }
        // Draft 7 ignores everything beside a `$ref`, so a reference is wrapped.
        if case .object(let schema) = field.schema {
            entries.append(("allOf", .array([reference(schema)])))
        } else {
            entries += type(field.schema)
        }
        return .object(entries)
    }

    private static func type(_ node: SchemaNode) -> [(key: String, value: JSONValue)] {
        switch node {
        case .scalar(let scalar):
            let types = scalar.jsonTypes
            let type: JSONValue = types.count == 1 ? .string(types[0]) : .strings(types)
            let pattern: [(key: String, value: JSONValue)] = scalar.pattern.map { [("pattern", .string($0))] } ?? []
            return [("type", type)] + pattern
        case .flag: return [("type", "boolean")]
        case .integer(let range):
            return [
                ("type", "integer"), ("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound)),
            ]
        case .enumeration(let words): return [("enum", .strings(words))]
        case .list(let element): return [("type", "array"), ("items", .object(type(element)))]
        case .map(let keyPattern, _, let element):
            let names: [(key: String, value: JSONValue)] =
                keyPattern.map { pattern in
                    [("propertyNames", .object([("pattern", .string("^x-|\(pattern)"))]))]
                } ?? []
            return [("type", "object")] + names + [
                ("patternProperties", .object([("^x-", true)])), ("additionalProperties", .object(type(element))),
            ]
        case .object(let schema): return [("$ref", .string("#/definitions/\(schema.name)"))]
        }
    }

    private static func reference(_ schema: ObjectSchema) -> JSONValue {
        .object([("$ref", .string("#/definitions/\(schema.name)"))])
    }

    /// The JSON value of a YAML text.
    private static func value(of text: String) -> JSONValue? {
        YAMLComposer.compose(SourceFile(text: text)).document.root.map { value(of: $0) }
    }

    private static func value(of node: YAMLNode) -> JSONValue {
        switch node.content {
        case .mapping(let entries): return .object(entries.map { ($0.key, value(of: $0.value)) })
        case .sequence(let items): return .array(items.map { value(of: $0) })
        case .scalar(let text, .plain):
            switch PlainScalar(text) {
            case .null: return .null
            case .boolean: return .boolean(text == "true")
            case .integer, .decimal: return .number(text)
            case .text, .ambiguous: return .string(text)
            }
        case .scalar(let text, _): return .string(text)
        }
    }
}
