/// A half-open range of a source file.
///
/// Lines and columns are 1-based; a column counts Unicode scalars, as libyaml's marks do. `end` is exclusive.
package struct SourceSpan: Hashable, Sendable {
    /// A place in a source file, 1-based, columns in Unicode scalars.
    package struct Position: Hashable, Comparable, Sendable {
        package let line: UInt32
        package let column: UInt32

        package init(line: UInt32, column: UInt32) {
            self.line = line
            self.column = column
        }

        package static func < (left: Position, right: Position) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    package let start: Position
    package let end: Position

    package init(start: Position, end: Position) {
        self.start = start
        self.end = end
    }

    /// The first place of a file, where problems without a better place are reported.
    package static let fileStart = SourceSpan(
        start: Position(line: 1, column: 1), end: Position(line: 1, column: 1))
}
