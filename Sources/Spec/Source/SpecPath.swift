/// Names a place of the spec by keys, such as `apps.editor.port` or `apps.editor.routes[0].to`.
///
/// Models hold plain values; checks and emitters name places by path, and ``YAMLDocument/locate(_:)`` finds the span when
/// a diagnostic is made. A path may name an absent key: it is then located at its nearest present parent.
package struct SpecPath: Hashable, Sendable, CustomStringConvertible {
    /// One step of a path.
    package enum Component: Hashable, Sendable {
        case key(String)
        /// 0-based position in a sequence.
        case index(Int)
    }

    package let components: [Component]

    package init(_ components: [Component]) {
        self.components = components
    }

    /// A path of keys from the root: `SpecPath("apps", "editor")`.
    package init(_ keys: String...) {
        components = keys.map { .key($0) }
    }

    package static let root = SpecPath([Component]())

    package subscript(key: String) -> SpecPath { SpecPath(components + [.key(key)]) }
    package subscript(index: Int) -> SpecPath { SpecPath(components + [.index(index)]) }

    /// The path of one app.
    package static func app(_ id: String) -> SpecPath { SpecPath("apps", id) }

    package var description: String {
        var text = ""
        for component in components {
            switch component {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }
}
