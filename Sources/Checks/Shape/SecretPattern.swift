internal import Spec

/// Recognises secrets by how they look, without ever repeating them.
enum SecretPattern {
    /// What kind of secret a value is, in words; nil if it looks like none.
    static func kind(of value: String) -> String? {
        // Nothing shorter is a secret by its looks alone: a URL with a password has nine characters at least.
        guard value.utf8.count >= 9 else { return nil }
        if value.contains("-----BEGIN"), value.contains("PRIVATE KEY") { return "a private key" }
        if let (_, kind) = tokens.first(where: { contains(token: $0.prefix, in: value) }) { return kind }
        if isJWT(value) { return "a signed token" }
        return hasPassword(url: value) ? "a URL with a password" : nil
    }

    /// Whether a variable of this name holds a secret: its last words say so, as in `DB_PASSWORD` but not `PASSWORD_FILE`.
    static func isSecret(name: String) -> Bool {
        let words = name.split(separator: "_").map(String.init)
        guard let last = words.last else { return false }
        return secretNames.contains(last)
            || words.count > 1 && secretNames.contains(words.suffix(2).joined(separator: "_"))
    }

    /// Whether a value under a secret's name gives nothing away: a switch, a path, a reference to another variable.
    static func isHarmless(_ value: String) -> Bool {
        switches.contains(value.lowercased()) || value.hasPrefix("/") || value.hasPrefix("$")
    }

    private static let secretNames: Set<String> = [
        "PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "CREDENTIALS", "APIKEY", "API_KEY", "PRIVATE_KEY",
        "ACCESS_KEY",
        "SECRET_KEY", "ENCRYPTION_KEY", "SIGNING_KEY", "SERVICE_KEY",
    ]
    private static let switches: Set<String> = [
        "true", "false", "none", "required", "optional", "disabled", "enabled", "0", "1",
    ]

    /// Prefixes by which services mark their tokens, so that scanners find them; from the services' own documentation.
    private static let tokens: [(prefix: String, kind: String)] = [
        ("ghp_", "a GitHub token"), ("gho_", "a GitHub token"), ("ghu_", "a GitHub token"), ("ghs_", "a GitHub token"),
        ("github_pat_", "a GitHub token"), ("glpat-", "a GitLab token"), ("sk-", "an API key"),
        ("sk_live_", "a Stripe key"),
        ("rk_live_", "a Stripe key"), ("xoxb-", "a Slack token"), ("xoxp-", "a Slack token"),
        ("AKIA", "an AWS access key"),
        ("ASIA", "an AWS access key"), ("AIza", "a Google API key"), ("hf_", "a Hugging Face token"),
        ("npm_", "an npm token"),
        ("pcsk_", "a Pinecone key"), ("sb_secret_", "a Supabase key"), ("sbp_", "a Supabase token"),
        ("SG.", "a SendGrid key"),
        ("hooks.slack.com/services/", "a Slack webhook"), ("discord.com/api/webhooks/", "a Discord webhook"),
    ]
    /// No service's tokens are shorter after their prefix.
    private static let tokenLength = 16

    /// Whether a token stands at the beginning of the value or after a character that cannot be part of a word.
    private static func contains(token prefix: String, in value: String) -> Bool {
        var rest = Substring(value)
        while let range = rest.firstRange(of: prefix) {
            let isStart = range.lowerBound == value.startIndex || !isWord(value[value.index(before: range.lowerBound)])
            let body = rest[range.upperBound...].prefix { isWord($0) || $0 == "." || $0 == "/" }
            if isStart || prefix.contains("/"), body.count >= tokenLength,
                body.contains(where: \.isNumber) || body.contains(where: \.isUppercase)
            {
                return true
            }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_" || character == "-")
    }

    /// Three parts in base64url, the first a JSON object (RFC 7519).
    private static func isJWT(_ value: String) -> Bool {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].hasPrefix("eyJ") && value.utf8.count >= 40
            && parts.allSatisfy { $0.allSatisfy(isWord) }
    }

    /// Whether a URL has a password that is no reference to a variable.
    private static func hasPassword(url value: String) -> Bool {
        guard let scheme = value.firstRange(of: "://") else { return false }
        let authority = value[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return false
        }
        let password = authority[authority.index(after: colon)..<at]
        return !password.isEmpty && !password.hasPrefix("$")
    }
}
