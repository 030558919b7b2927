/// A part of the spec with declared keys.
protocol SpecObject: Sendable {
    /// Its keys, with what they mean.
    static var schema: ObjectSchema { get }
    /// Reads the keys, every one of ``schema``, in its order; nil if a needed value is missing or wrong.
    init?(from reader: inout ObjectReader)
}

/// The declaration of one key: its name, type, default and meaning.
struct Field<Value: Sendable>: Sendable {
    /// What it means that the key is absent.
    enum Absence: Sendable {
        case isAnError
        /// What the summary says.
        case isAllowed
        case means(Value)
        /// The same as an empty mapping: every inner key has its own default.
        case meansDefaults
    }

    let key: String
    let type: ValueType<Value>
    let absence: Absence
    let summary: String
    let example: String

    /// A key that must be there.
    static func required(_ key: String, _ type: ValueType<Value>, _ summary: String, example: String = "") -> Field {
        Field(key: key, type: type, absence: .isAnError, summary: summary, example: example)
    }

    /// A key that may be absent, which means what the summary says.
    static func optional(_ key: String, _ type: ValueType<Value>, _ summary: String, example: String = "") -> Field {
        Field(key: key, type: type, absence: .isAllowed, summary: summary, example: example)
    }

    /// A key with a default.
    static func defaulted(
        _ key: String, _ type: ValueType<Value>, _ fallback: Value, _ summary: String, example: String = ""
    ) -> Field {
        Field(key: key, type: type, absence: .means(fallback), summary: summary, example: example)
    }

    /// The part of the declaration that schema and reference need.
    var description: FieldDescription {
        var fallback: String?
        if case .means(let value) = absence { fallback = type.text(value) }
        var isRequired = false
        if case .isAnError = absence { isRequired = true }
        return FieldDescription(
            key: key, schema: type.schema, isRequired: isRequired, fallback: fallback, summary: summary,
            example: example)
    }
}

extension Field where Value: SpecObject {
    /// A key for an object whose own keys all have defaults.
    static func nested(_ key: String, _ summary: String, example: String = "") -> Field {
        Field(key: key, type: .object(Value.self), absence: .meansDefaults, summary: summary, example: example)
    }
}

/// Reads one mapping by its declared fields, collecting every problem.
struct ObjectReader {
    private let node: YAMLNode
    private let entries: [YAMLEntry]
    private let schema: ObjectSchema
    private var context: DecodingContext
    private var failed = false
    /// How many declared keys were found, to notice others without a second pass in the usual case.
    private var found = 0

    /// Reads an object from a node; reports if the node is no mapping, and keys that are not declared.
    static func read<Object>(
        _ node: YAMLNode, schema: ObjectSchema, context: inout DecodingContext, _ body: (inout ObjectReader) -> Object?
    ) -> Object? {
        guard case .mapping(let entries) = node.content else {
            context.report(.wrongType, at: node, "expected \(schema.noun), found \(node.kind)")
            return nil
        }
        // The context is moved in and out, not copied: a copy of its arrays for every object would cost a pass each.
        var reader = ObjectReader(node: node, entries: entries, schema: schema, context: context.moved())
        let object = body(&reader)
        reader.reportUnknownKeys()
        context = reader.context
        return reader.failed ? nil : object
    }

    private init(node: YAMLNode, entries: [YAMLEntry], schema: ObjectSchema, context: DecodingContext) {
        self.node = node
        self.entries = entries
        self.schema = schema
        self.context = context
    }

    /// The value of a required or defaulted field; nil after a report.
    mutating func value<Value>(_ field: Field<Value>) -> Value? {
        if let index = entries.firstIndex(where: { $0.key == field.key }) { return read(field, at: index) }
        switch field.absence {
        case .means(let fallback):
            if context.isRecording, let text = field.type.text(fallback) {
                context.record(key: field.key, value: text, origin: .byDefault)
            }
            return fallback
        case .meansDefaults:
            context.path.append(.key(field.key))
            defer { context.path.removeLast() }
            return field.type.decode(YAMLNode(content: .mapping([]), span: node.span), &context)
        case .isAnError, .isAllowed:
            failed = true
            reportMissing(field.key, field.example)
            return nil
        }
    }

    /// The value of an optional field; nil if it is absent, and after a report.
    mutating func optional<Value>(_ field: Field<Value>) -> Value? {
        guard let index = entries.firstIndex(where: { $0.key == field.key }) else { return nil }
        return read(field, at: index)
    }

    /// Refuses the object with a problem of its own, at the object itself.
    mutating func fail(_ rule: RuleID, _ message: String, help: String? = nil) {
        failed = true
        context.report(rule, at: keyNode, message, help: help)
    }

    /// Whether a key stands in the mapping.
    func contains<Value>(_ field: Field<Value>) -> Bool {
        entries.contains { $0.key == field.key }
    }

    private mutating func read<Value>(_ field: Field<Value>, at index: Int) -> Value? {
        let entry = entries[index]
        let valueNode = context.document.used(entry.value, by: node, entry.use)
        found += 1
        context.path.append(.key(field.key))
        let value = field.type.decode(valueNode, &context)
        context.path.removeLast()
        if value == nil { failed = true }
        if context.isRecording, let value, let text = field.type.text(value) {
            context.record(key: field.key, value: text, origin: .written(context.document.place(of: valueNode).span))
        }
        return value
    }

    private mutating func reportMissing(_ key: String, _ example: String) {
        context.report(
            .missingKey, at: keyNode, "\(subject) has no `\(key)`",
            help: example.isEmpty ? "add `\(key)`" : "add it, such as `\(key): \(example)`")
    }

    private mutating func reportUnknownKeys() {
        guard found < entries.count else { return }
        let known = schema.fields.map(\.key)
        for entry in entries where !known.contains(entry.key) && !entry.key.hasPrefix("x-") {
            let nearest = Suggestion.nearest(to: entry.key, among: known)
            context.report(
                .unknownKey, place: context.document.place(entry.keySpan, use: entry.use != 0 ? entry.use : node.use),
                "`\(entry.key)` is not a key of \(schema.noun)", note: "the keys are \(known.joined(separator: ", "))",
                help: nearest.map { "there is a similar key: `\($0)`" } ?? "a key of your own begins with `x-`")
        }
    }

    /// The object marked at its first key: a mark over all of it would show nothing.
    private var keyNode: YAMLNode {
        let place = context.document.locate(SpecPath(context.path))
        return YAMLNode(content: node.content, span: node.use == 0 ? place.span : node.span, use: node.use)
    }

    private var subject: String {
        context.path.isEmpty ? "the spec" : "`\(SpecPath(context.path))`"
    }
}

extension DecodingContext {
    /// Hands over the context, leaving an empty one, so that its arrays keep a single owner.
    fileprivate mutating func moved() -> DecodingContext {
        let whole = self
        self = DecodingContext(document: document, recordsValues: false)
        return whole
    }
}

extension RuleID {
    static let unknownKey: RuleID = "unknown-key"
    static let missingKey: RuleID = "missing-key"
    static let wrongType: RuleID = "wrong-type"
    static let ambiguousScalar: RuleID = "ambiguous-scalar"
    static let valueOutOfRange: RuleID = "value-out-of-range"
    static let invalidText: RuleID = "invalid-text"
}
