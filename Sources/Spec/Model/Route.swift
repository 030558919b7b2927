/// A place of an app under the public domain.
package struct Route: Sendable {
    /// A subtree if it ends in a slash, else exactly this path.
    package let path: URLPath
    /// What the app sees instead of ``path``; equal to it where nothing is replaced.
    package let to: URLPath
    /// How long nginx waits between two reads from the app.
    package let readTimeout: Duration
    /// The largest request body.
    package let body: ByteSize
    /// Whether the answer is a stream of events, which must not be buffered.
    package let stream: Bool
    package let websocket: Bool

    /// What the app sees of a public path; nil if the route does not take it.
    package func upstreamPath(of path: URLPath) -> URLPath? {
        if self.path.isPrefix { return path.replacing(prefix: self.path, with: to) }
        return path == self.path ? to : nil
    }

    /// The public path that leads to a path of the app; nil if none does.
    package func publicPath(of path: URLPath) -> URLPath? {
        if self.path.isPrefix { return path.replacing(prefix: to, with: self.path) }
        return path == to ? self.path : nil
    }
}

extension Route: SpecObject {
    enum Fields {
        static let path = Field.required(
            "path", ValueType<URLPath>.scalar,
            "The public path: a subtree if it ends in a slash, else exactly this path.",
            example: "/api/editor/")
        static let to = Field.optional(
            "to", ValueType<URLPath>.scalar,
            "What the app sees in its place. Without it the path arrives as it was sent, byte for byte.",
            example: "/api/")
        static let readTimeout = Field.defaulted(
            "read_timeout", ValueType<Duration>.scalar, Duration(seconds: 60), "How long the app may be silent.",
            example: "60s")
        static let body = Field.defaulted(
            "body", ValueType<ByteSize>.scalar, .mebibytes(1),
            "The largest request body; a larger one is answered 413.", example: "1M")
        static let stream = Field.defaulted(
            "stream", .flag, false, "Whether it answers with a stream of events, which must not be buffered.",
            example: "true")
        static let websocket = Field.defaulted("websocket", .flag, false, "Whether it is a WebSocket.", example: "true")
    }

    static let schema = ObjectSchema(
        name: "Route", noun: "a route", summary: "A place of an app under the public domain.",
        fields: [
            Fields.path.description, Fields.to.description, Fields.readTimeout.description, Fields.body.description,
            Fields.stream.description, Fields.websocket.description,
        ])

    init?(from reader: inout ObjectReader) {
        let path = reader.value(Fields.path)
        let to = reader.optional(Fields.to)
        let readTimeout = reader.value(Fields.readTimeout)
        let body = reader.value(Fields.body)
        let stream = reader.value(Fields.stream)
        let websocket = reader.value(Fields.websocket)
        guard let path, let readTimeout, let body, let stream, let websocket else { return nil }
        (self.path, self.to, self.readTimeout, self.body) = (path, to ?? path, readTimeout, body)
        (self.stream, self.websocket) = (stream, websocket)
        if let to, to.isPrefix != path.isPrefix {
            let help = path.isPrefix ? "end `to` in a slash" : "end both in a slash, or neither"
            reader.fail(
                .invalidPath, "`\(path.text)` and `\(to.text)` are not both subtrees: only one ends in a slash",
                help: help)
        }
    }
}

extension RuleID {
    static let invalidPath: RuleID = "invalid-path"
}
