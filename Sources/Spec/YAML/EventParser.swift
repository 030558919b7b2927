internal import CLibYAML

/// One step of a YAML stream, with exact marks.
struct YAMLEvent {
    /// What the step is.
    enum Kind {
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(String, YAMLNode.ScalarStyle)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
        case streamStart
    }

    let kind: Kind
    let span: SourceSpan
    let anchor: String?
    let tag: String?
}

/// Why libyaml could not go on.
struct YAMLFault: Error {
    /// libyaml's own words, by which ``YAMLFaultMessage`` finds better ones.
    let problem: String
    let mark: SourceSpan.Position
    /// Where the construct that broke had begun.
    let contextMark: SourceSpan.Position?
}

/// Reads the events of a YAML text by libyaml; the only code that knows the C library.
///
/// libyaml's marks are 0-based and count Unicode scalars; here they are 1-based.
final class EventParser {
    private var parser = yaml_parser_t()
    private let bytes: [UInt8]
    private let storage: UnsafeMutablePointer<UInt8>

    /// - Parameter bytes: UTF-8; copied, since libyaml keeps a pointer to its input.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        storage = UnsafeMutablePointer.allocate(capacity: max(bytes.count, 1))
        storage.initialize(from: bytes, count: bytes.count)
        let initialized = yaml_parser_initialize(&parser)
        precondition(initialized == 1, "libyaml could not allocate a parser")
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(&parser, storage, bytes.count)
    }

    deinit {
        yaml_parser_delete(&parser)
        storage.deallocate()
    }

    /// The next event.
    /// - Throws: ``YAMLFault`` where the text is not YAML; the parser must not be asked again.
    func next() throws(YAMLFault) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { throw fault() }
        defer { yaml_event_delete(&event) }
        return translate(event)
    }

    private func translate(_ event: yaml_event_t) -> YAMLEvent {
        let span = SourceSpan(start: position(event.start_mark), end: position(event.end_mark))
        let make = { (kind: YAMLEvent.Kind, anchor: UnsafePointer<UInt8>?, tag: UnsafePointer<UInt8>?) in
            YAMLEvent(
                kind: kind, span: span, anchor: anchor.map(String.init(cString:)), tag: tag.map(String.init(cString:)))
        }
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            return make(.scalar(text, style(scalar.style)), UnsafePointer(scalar.anchor), UnsafePointer(scalar.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return make(.mappingStart, UnsafePointer(start.anchor), UnsafePointer(start.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return make(.sequenceStart, UnsafePointer(start.anchor), UnsafePointer(start.tag))
        case YAML_ALIAS_EVENT:
            return make(.alias(String(cString: event.data.alias.anchor)), nil, nil)
        case YAML_MAPPING_END_EVENT: return make(.mappingEnd, nil, nil)
        case YAML_SEQUENCE_END_EVENT: return make(.sequenceEnd, nil, nil)
        case YAML_DOCUMENT_START_EVENT: return make(.documentStart, nil, nil)
        case YAML_DOCUMENT_END_EVENT: return make(.documentEnd, nil, nil)
        case YAML_STREAM_START_EVENT: return make(.streamStart, nil, nil)
        default: return make(.streamEnd, nil, nil)
        }
    }

    private func style(_ style: yaml_scalar_style_t) -> YAMLNode.ScalarStyle {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
    }

    private func position(_ mark: yaml_mark_t) -> SourceSpan.Position {
        SourceSpan.Position(line: UInt32(clamping: mark.line + 1), column: UInt32(clamping: mark.column + 1))
    }

    private func fault() -> YAMLFault {
        let problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
        // Errors of the reader (encoding) carry a byte offset instead of a mark.
        if parser.error == YAML_READER_ERROR {
            return YAMLFault(problem: problem, mark: position(ofByte: parser.problem_offset), contextMark: nil)
        }
        let context = parser.context == nil ? nil : Optional(position(parser.context_mark))
        return YAMLFault(problem: problem, mark: position(parser.problem_mark), contextMark: context)
    }

    private func position(ofByte offset: Int) -> SourceSpan.Position {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == UInt8(ascii: "\n") }
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // A byte that continues a scalar is not a column of its own.
        let column = before[lineStart...].count { $0 & 0xC0 != 0x80 }
        return SourceSpan.Position(line: UInt32(clamping: line + 1), column: UInt32(clamping: column + 1))
    }
}
