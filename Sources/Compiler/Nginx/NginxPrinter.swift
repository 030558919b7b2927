/// Prints an nginx configuration; the only place that knows its indentation and quoting.
enum NginxPrinter {
    static let indentation = "    "

    /// The text of a file, a final line break included.
    static func text(of config: [NginxConfig]) -> String {
        var text = ""
        print(config, depth: 0, into: &text)
        return text
    }

    private static func print(_ config: [NginxConfig], depth: Int, into text: inout String) {
        let margin = String(repeating: indentation, count: depth)
        for node in config {
            switch node {
            case .directive(let name, let arguments):
                text += margin + words(name, arguments) + ";\n"
            case .block(let name, let arguments, let body) where body.isEmpty:
                text += margin + words(name, arguments) + " {}\n"
            case .block(let name, let arguments, let body):
                text += margin + words(name, arguments) + " {\n"
                print(body, depth: depth + 1, into: &text)
                text += margin + "}\n"
            case .comment(let sentence):
                text += margin + "# " + singleLine(sentence) + "\n"
            case .blank:
                text += "\n"
            }
        }
    }

    private static func words(_ name: String, _ arguments: [String]) -> String {
        ([name] + arguments).map(word).joined(separator: " ")
    }

    /// One argument as nginx reads it back: bare where it can be, else in the quotes that it does not contain.
    ///
    /// Source: `ngx_conf_read_token`. Inside and outside quotes a backslash is dropped before `"`, `'` and `\`, makes a
    /// control character of a following t, r or n, and stays before everything else.
    static func word(_ argument: String) -> String {
        if !argument.isEmpty, argument.unicodeScalars.allSatisfy(isPlain) { return argument }
        let quote: Unicode.Scalar = argument.contains("\"") && !argument.contains("'") ? "'" : "\""
        var word = String(quote)
        let scalars = Array(argument.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\n": word += "\\n"
            case "\r": word += "\\r"
            case "\t": word += "\\t"
            case "\\":
                let next = index + 1 < scalars.count ? scalars[index + 1] : quote
                word += #"\"'trn"#.unicodeScalars.contains(next) ? "\\\\" : "\\"
            case quote: word += "\\" + String(quote)
            default: word.unicodeScalars.append(scalar)
            }
        }
        return word + String(quote)
    }

    /// Whether a character never ends, opens or changes a bare word.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "_-./:@$=~^*+,?!%&|()<>[]".unicodeScalars.contains(scalar)
        }
    }

    private static func singleLine(_ sentence: String) -> String {
        String(
            String.UnicodeScalarView(
                sentence.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
