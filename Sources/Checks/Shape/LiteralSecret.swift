internal import Spec

/// A secret written into the spec.
enum LiteralSecret: Check {
    static let description = CheckDescription(
        id: "literal-secret", area: .shape, isWaivable: false,
        summary: "No password, token or key stands in the spec.",
        reason: """
            The spec and the generated files are committed, and what is committed once stays in the history of every clone. \
            Secrets live in the environment file on the server; the spec holds only the names of their variables. A value \
            is taken for a secret by its variable's name (`…_PASSWORD`, `…_TOKEN`, `…_API_KEY`) or by its form: tokens with \
            a known prefix, private keys, URLs with a password. It is never printed.
            """,
        bad: .fragment(
            """
            apps:
              editor:
                environment: { set: { DB_PASSWORD: "correct-horse" } }
            """),
        good: .fragment(
            """
            apps:
              editor:
                environment: { file: .env.prod, requires: [DB_PASSWORD] }
            """))

    static func findings(in host: Host) -> [Finding] {
        host.apps.flatMap { app in variables(of: app) + commands(of: app) }
    }

    private static func variables(of app: HostedApp) -> [Finding] {
        app.app.environment.set.compactMap { entry in
            let name = entry.key.text
            let kind = SecretPattern.kind(of: entry.value)
            let isNamed = SecretPattern.isSecret(name: name) && !SecretPattern.isHarmless(entry.value)
            guard kind != nil || isNamed else { return nil }
            return .secretVariable(name, kind: kind, of: app)
        }
    }

    private static func commands(of app: HostedApp) -> [Finding] {
        let lists = [(app.app.command, app.path["command"]), (app.app.health.command, app.path["health"]["command"])]
        return lists.flatMap { words, path in
            words.enumerated().compactMap { index, word in
                SecretPattern.kind(of: word).map { .secretArgument($0, at: path[index], of: app) }
            }
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func secretVariable(_ name: String, kind: String?, of app: HostedApp) -> Finding {
        Finding(
            "variable `\(name)` of app `\(app.app.id.text)` is set to \(kind ?? "a secret") in the spec",
            at: app.path["environment"]["set"][name], label: kind ?? "by its name a secret",
            note: "what is committed stays in the history of every clone",
            help:
                "move it to the environment file on the server, name it under `requires`, and replace the secret if this was committed"
        )
    }

    fileprivate static func secretArgument(_ kind: String, at path: SpecPath, of app: HostedApp) -> Finding {
        Finding(
            "a command of app `\(app.app.id.text)` holds \(kind)", at: path, label: kind,
            note: "what is committed stays in the history of every clone, and arguments show in the process list",
            help: "let the app read it from its environment, and replace the secret if this was committed")
    }
}
