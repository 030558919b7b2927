/// What a value of the spec looks like, for the JSON Schema and the reference page.
indirect enum SchemaNode: Sendable {
    case scalar(ScalarSchema)
    case flag
    case integer(ClosedRange<Int>)
    case enumeration([String])
    case list(SchemaNode)
    /// A mapping whose keys the user chooses.
    case map(keyPattern: String?, noun: String, SchemaNode)
    case object(ObjectSchema)

    /// The type in words, for the reference page.
    var words: String {
        switch self {
        case .scalar(let scalar): scalar.expectation
        case .flag: "`true` or `false`"
        case .integer(let range): "a whole number, \(range.lowerBound) to \(range.upperBound)"
        case .enumeration(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(.object(let schema)): "a list, each item \(schema.noun)"
        case .list(let element): "a list, each item \(element.words)"
        case .map(_, let noun, .object): "a mapping from the name of each \(noun)"
        case .map(_, let noun, let element): "a mapping from each \(noun) to \(element.words)"
        case .object(let schema): schema.noun
        }
    }
}

/// A scalar's form.
struct ScalarSchema: Sendable {
    let expectation: String
    /// The JSON types it may be written as.
    let jsonTypes: [String]
    let pattern: String?
}

/// One key of an object.
struct FieldDescription: Sendable {
    let key: String
    let schema: SchemaNode
    let isRequired: Bool
    /// The default in canonical text, if there is one.
    let fallback: String?
    let summary: String
    let example: String
}

/// A part of the spec with declared keys.
struct ObjectSchema: Sendable {
    /// The name of its definition in the JSON Schema and of its section in the reference: `App`.
    let name: String
    /// With an article, for messages: `an app`.
    let noun: String
    let summary: String
    let fields: [FieldDescription]
}
