import Spec

/// Values as nginx writes them.
enum NginxText {
    /// A path for a place where nginx expands variables: `$` has no escape there, and `%24` means the same in a URL.
    static func literal(_ path: URLPath) -> String { path.text.replacing("$", with: "%24") }

    /// A text that a regular expression matches as it stands.
    static func pattern(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { pattern, scalar in
            if #"\.^$|?*+()[]{}"#.unicodeScalars.contains(scalar) { pattern += "\\" }
            pattern.unicodeScalars.append(scalar)
        }
    }
}

extension ByteSize {
    /// In the largest of nginx's units that divides it: `8k`, `1m`, or bare bytes (nginx documentation, "Configuration file measurement units").
    var nginxText: String {
        if bytes > 0, bytes % (1 << 20) == 0 { return "\(bytes >> 20)m" }
        if bytes > 0, bytes % (1 << 10) == 0 { return "\(bytes >> 10)k" }
        return "\(bytes)"
    }
}
