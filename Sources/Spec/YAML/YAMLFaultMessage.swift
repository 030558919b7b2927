/// Says in our words what libyaml found, with what to do about it.
struct YAMLFaultMessage {
    let message: String
    let label: String
    let contextLabel: String
    let help: String?

    /// - Parameters:
    ///   - problem: libyaml's text; matched by its beginning, so a new wording only loses the better message.
    ///   - character: the character at the place of the problem, if there is one.
    init(problem: String, character: Character?) {
        let found = character.map { "`\($0)`" } ?? "the end of the file"
        switch problem {
        case _ where character == "\t":
            self.init("a tab cannot indent YAML", label: "tab", help: "indent with spaces")
        case "found character that cannot start any token":
            self.init("\(found) cannot begin an unquoted value", help: "put the value in quotes")
        case "mapping values are not allowed in this context":
            self.init(
                "a `:` cannot stand here", help: "quote a value that holds `: `, or check the indentation of this line")
        case "could not find expected ':'":
            self.init(
                "this line is neither `key: value` nor part of a value",
                help: "write `key: value`, with a space after the colon")
        case "did not find expected key", "did not find expected '-' indicator":
            self.init(
                "this line does not fit the block that it stands in", context: "the block begins here",
                help: "align it with the other entries")
        case "did not find expected ',' or ']'" where character == "{" || character == "}":
            self.init(
                "\(found) ends an unquoted value in a `[…]` list", context: "the list begins here",
                help: "put the value in quotes, or write the list as lines that begin with `- `")
        case "did not find expected ',' or ']'":
            self.init(
                "this list has no closing `]`", context: "opened here", help: "separate items by `,` and close the list"
            )
        case "did not find expected ',' or '}'":
            self.init(
                "this mapping has no closing `}`", context: "opened here",
                help: "separate entries by `,` and close the mapping")
        case "found unexpected end of stream":
            self.init("this quoted text has no closing quote", context: "opened here", help: "close the quotes")
        case "did not find expected alphabetic or numeric character":
            self.init(
                "`*` and `&` begin the name of an alias or an anchor", help: "quote a value that begins with `*` or `&`"
            )
        case "did not find expected node content":
            self.init("a value is missing before \(found)", context: "in what begins here", help: nil)
        case "control characters are not allowed":
            self.init(
                "a control character cannot stand in YAML", help: "remove it, or write it as an escape in double quotes"
            )
        case _ where problem.contains("UTF-8"):
            self.init("the file is not UTF-8 here", help: "save the file as UTF-8")
        case "found duplicate %YAML directive", "found incompatible YAML document":
            self.init("this YAML version is not supported", help: "remove the `%YAML` line")
        default: self.init("this is not YAML: \(problem)", help: nil)
        }
    }

    private init(_ message: String, label: String = "", context: String = "in what begins here", help: String?) {
        self.message = message
        self.label = label
        contextLabel = context
        self.help = help
    }
}
