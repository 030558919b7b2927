/// A half-open range of a source file.
///
/// Lines and columns are 1-based; a column counts Unicode scalars, as libyaml's marks do. `end` is exclusive.
public struct SourceSpan: Hashable, Sendable {
    /// A place in a source file, 1-based, columns in Unicode scalars.
    public struct Position: Hashable, Comparable, Sendable {
        public let line: UInt32
        public let column: UInt32

        public init(line: UInt32, column: UInt32) {
            self.line = line
            self.column = column
        }

        public static func < (left: Position, right: Position) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    public let start: Position
    public let end: Position

    public init(start: Position, end: Position) {
        self.start = start
        self.end = end
    }

    /// The first place of a file, where problems without a better place are reported.
    public static let fileStart = SourceSpan(
        start: Position(line: 1, column: 1), end: Position(line: 1, column: 1))
}
