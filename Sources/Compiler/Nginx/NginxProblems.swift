/// nginx's own error answers, as problem documents (RFC 9457) with the headers of their server.
enum NginxProblems {
    /// The errors that nginx itself answers with here, by status.
    private static let answered: [(status: Int, title: String)] = [
        (400, "Bad Request"), (403, "Forbidden"), (404, "Not Found"), (405, "Method Not Allowed"),
        (408, "Request Timeout"),
        (411, "Length Required"), (412, "Precondition Failed"), (413, "Content Too Large"), (414, "URI Too Long"),
        (416, "Range Not Satisfiable"), (421, "Misdirected Request"), (429, "Too Many Requests"),
        (500, "Internal Server Error"), (501, "Not Implemented"), (502, "Bad Gateway"), (503, "Service Unavailable"),
        (504, "Gateway Timeout"), (505, "HTTP Version Not Supported"),
    ]
    /// nginx's own status for header fields that are too large; it is answered as 400.
    private static let headerTooLarge = 494

    /// A path rather than a named location, because a request that could not be read has no path to keep.
    private static let path = "/.nagaya/problem"

    /// The titles by status, for `http`.
    static let titles: [NginxConfig] = [
        .map("$status", to: "$problem_title", default: "Error", answered.map { ("\($0.status)", $0.title) })
    ]

    /// Sends errors to the problem document, for a server.
    static let pages: [NginxConfig] = [
        .directive("error_page", answered.map { "\($0.status)" } + ["\(headerTooLarge)", path])
    ]

    /// The document: `return 200` keeps the status of the error.
    static let location: [NginxConfig] = [
        .block(
            "location", ["=", path],
            [
                .set("internal"),
                .set("default_type", "application/problem+json"),
                .set("return", "200", #"{"type":"about:blank","title":"$problem_title","status":$status}"# + "\n"),
            ])
    ]
}
