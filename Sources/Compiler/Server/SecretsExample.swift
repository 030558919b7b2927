internal import Spec

/// The example of the file in which the operator keeps what the server's programs need secret; names only.
enum SecretsExample {
    /// - Returns: nil if there is no secret.
    static func artifact(for host: Host) -> Artifact? {
        let notify = host.spec.notify
        let variables = [
            (notify?.webhook, "The URL that alerts are posted to, such as the incoming webhook of a chat."),
            (
                notify?.heartbeat,
                "The URL that is fetched after each complete backup; the service behind it alerts when none comes."
            ),
        ]
        let entries = variables.compactMap { name, meaning in name.map { (name: $0.text, meaning: meaning) } }
        guard !entries.isEmpty else { return nil }
        var writer = TextWriter()
        writer.line(Artifact.header)
        writer.line("# apply.sh copies this once to \(ServerPaths.secrets) (mode 0600); values are filled in there.")
        for entry in entries {
            writer.line()
            writer.line("# \(entry.meaning)")
            writer.line("\(entry.name)=")
        }
        return Artifact(path: String(ServerPaths.secrets.dropFirst()) + ".example", contents: writer.bytes)
    }
}
