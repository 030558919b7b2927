/// A part of an nginx configuration: what stands on lines of its own.
///
/// Arguments hold what nginx shall read, unquoted; ``NginxPrinter`` quotes them. A `$` begins a variable wherever nginx
/// expands the argument, and nginx knows no escape for it: see ``NginxText/literal(_:)``.
enum NginxConfig: Sendable, Equatable {
    case directive(String, [String])
    case block(String, [String], [NginxConfig])
    case comment(String)
    case blank

    /// A directive: `name argument …;`.
    static func set(_ name: String, _ arguments: String...) -> NginxConfig { .directive(name, arguments) }

    /// A block without arguments: `name { … }`.
    static func block(_ name: String, _ body: [NginxConfig]) -> NginxConfig { .block(name, [], body) }

    /// A map, `map source variable { … }`, with a default for what no entry names.
    static func map(_ source: String, to variable: String, default fallback: String, _ entries: [(String, String)])
        -> NginxConfig
    {
        .block("map", [source, variable], [.set("default", fallback)] + entries.map { .directive($0.0, [$0.1]) })
    }
}

extension [[NginxConfig]] {
    /// All groups in order, a blank line between two; empty groups leave none.
    func separated() -> [NginxConfig] {
        [NginxConfig](filter { !$0.isEmpty }.joined(separator: CollectionOfOne(NginxConfig.blank)))
    }
}
