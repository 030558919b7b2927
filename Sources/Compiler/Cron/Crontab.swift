internal import Spec

/// A file of `/etc/cron.d`, and its one printer (crontab(5) of Debian's cron 3.0).
///
/// One bad line makes cron ignore a whole file, so each job has a file of its own.
struct Crontab {
    /// Letters, digits, `_` and `-`: cron ignores, without a word, a file with a dot in its name.
    let name: String
    let comments: [String]
    /// Set before the job; values stand as they are, nothing in them is expanded.
    let environment: [(name: String, value: String)]
    let schedule: CronSchedule
    let user: String
    /// The program and its arguments.
    let command: [String]

    var artifact: Artifact {
        precondition(name.utf8.allSatisfy(Self.isNameByte), "cron ignores a file called \(name)")
        var writer = TextWriter()
        writer.line(Artifact.header)
        for comment in comments { writer.line("# \(comment)") }
        for variable in environment { writer.line("\(variable.name)=\(variable.value)") }
        writer.line("\(schedule.text) \(user) \(command.map(Self.word).joined(separator: " "))")
        return Artifact(path: "etc/cron.d/\(name)", contents: writer.bytes)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// One word for the shell, with `%` escaped, which cron would turn into a new line.
    private static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { isNameByte($0) || "./=:,+@%".utf8.contains($0) }
        let quoted = isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
        return quoted.replacing("%", with: "\\%")
    }
}
