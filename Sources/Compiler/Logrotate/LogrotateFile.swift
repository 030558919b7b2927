internal import Spec

/// A file of `/etc/logrotate.d`, and its one printer (logrotate.conf(5)).
struct LogrotateFile {
    let name: String
    let rules: [Rule]

    struct Rule {
        let comment: String
        let pattern: String
        /// One a line, in this order.
        let directives: [String]
    }

    var artifact: Artifact {
        var writer = TextWriter()
        writer.line(Artifact.header)
        for rule in rules {
            writer.line()
            writer.line("# \(rule.comment)")
            writer.line("\(rule.pattern) {")
            writer.indented { $0.lines(rule.directives) }
            writer.line("}")
        }
        return Artifact(path: "etc/logrotate.d/\(name)", contents: writer.bytes)
    }
}
