/// The directory that artifacts are written to.
///
/// A build changes it as a whole. New contents are first written beside the tree, in `.nagaya-tmp`; then files that are
/// no longer made are removed, the new ones are renamed into place, and the manifest comes last. Whoever kills a build
/// leaves the old tree, or the new one, or a tree that ``compare(with:)`` finds different from both, as it reads every
/// byte and the manifest; the next build completes it.
///
/// Only what a build made is touched: a file is removed if the last manifest lists it and its contents are still those
/// that were recorded. Links are never followed below the root.
package struct OutputTree: Sendable {
    private let root: String

    /// The directory inside the root that holds new contents until all are there.
    static let staging = ".nagaya-tmp"

    /// - Parameter root: need not exist yet; may be a link.
    package init(root: String) {
        self.root = root
    }

    /// What a build did.
    package struct Summary: Equatable, Sendable {
        /// Files that are new or had other contents, in ascending order like all lists here.
        package internal(set) var written: [String] = []
        /// How many files were as they should be already.
        package internal(set) var unchanged = 0
        /// Files of an earlier build that are no longer made.
        package internal(set) var removed: [String] = []
        /// Files of an earlier build that are no longer made, but were edited since and therefore stay.
        package internal(set) var kept: [String] = []
        /// Written files in whose place something lay that no build made; it is gone.
        package internal(set) var overwritten: [String] = []
    }

    /// One way in which the tree is not what the artifacts say.
    package struct Difference: Equatable, Sendable {
        /// How a path differs.
        package enum Kind: String, Equatable, Sendable {
            /// An artifact is not there.
            case missing
            /// It is as an earlier build made it.
            case stale
            /// It is neither what this build makes nor what the last one made.
            case edited
            /// A file that an earlier build made and this one does not, or what a killed build left.
            case orphan
            /// A file that no build made.
            case foreign
        }

        /// Relative to the root.
        package let path: String
        /// How it differs.
        package let kind: Kind
    }

    /// Makes the tree hold these artifacts.
    ///
    /// Writes nothing if it already does.
    /// - Parameter artifacts: in any order, with their ``Manifest``.
    /// - Returns: what changed.
    /// - Throws: ``OutputError``; until the first file is replaced the tree is as it was.
    package func write(_ artifacts: [Artifact]) throws(OutputError) -> Summary {
        try TreeWriter(files: PosixFiles(), root: root).write(artifacts)
    }

    /// Finds how the tree differs from these artifacts; writes nothing.
    /// - Parameter artifacts: in any order, with their ``Manifest``.
    /// - Returns: the differences in ascending order of paths; empty if there are none.
    /// - Throws: ``OutputError`` if something cannot be read.
    package func compare(with artifacts: [Artifact]) throws(OutputError) -> [Difference] {
        try TreeComparison(files: PosixFiles(), root: root).differences(from: artifacts)
    }
}
