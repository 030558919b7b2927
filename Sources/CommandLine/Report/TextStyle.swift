import ArgumentParser

/// When text is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto
    case always
    case never

    /// The flag decides, then `NO_COLOR`, then `FORCE_COLOR` and `CLICOLOR_FORCE`, then whether a person looks.
    ///
    /// Sources: no-color.org (present and not empty), force-color.org, bixense.com/clicolors.
    func isOn(for stream: StandardStream) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto: break
        }
        if EnvironmentVariable.value("NO_COLOR") != nil { return false }
        if EnvironmentVariable.value("FORCE_COLOR") != nil { return true }
        if let forced = EnvironmentVariable.value("CLICOLOR_FORCE"), forced != "0" { return true }
        return stream.isTerminal && EnvironmentVariable.value("TERM") != "dumb"
    }
}

/// Colours of the terminal; without them every text stays as it is.
struct TextStyle {
    let colors: Bool

    func error(_ text: String) -> String { wrap(text, "1;31") }
    func warning(_ text: String) -> String { wrap(text, "1;33") }
    func related(_ text: String) -> String { wrap(text, "1;34") }
    func strong(_ text: String) -> String { wrap(text, "1") }
    func good(_ text: String) -> String { wrap(text, "1;32") }
    func faint(_ text: String) -> String { wrap(text, "2") }

    private func wrap(_ text: String, _ code: String) -> String {
        colors && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
