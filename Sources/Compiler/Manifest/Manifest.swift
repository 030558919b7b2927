/// The digests of all generated files, in the format that `sha256sum -c` reads.
///
/// It is what makes a tree checkable with coreutils alone, and the record by which a later build knows which files an
/// earlier one made. It does not list itself.
package struct Manifest: Sendable {
    /// Where it lies in the output directory.
    package static let path = "MANIFEST.sha256"

    /// One line.
    struct Entry: Sendable {
        let path: String
        let digest: SHA256Digest
    }

    /// By path, in the order of its bytes.
    let entries: [Entry]

    /// The manifest of all artifacts but a manifest among them.
    package init(of artifacts: [Artifact]) {
        entries = artifacts.filter { $0.path != Manifest.path }
            .map { Entry(path: $0.path, digest: SHA256Digest(of: $0.contents)) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    /// Reads a manifest from disk, where anybody may have changed it.
    ///
    /// A line that is not of the format, or whose path leaves the output directory, records nothing.
    init(parsing bytes: [UInt8]) {
        var entries: [Entry] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = line.dropFirst(2 * SHA256Digest.byteCount)
            guard let digest = SHA256Digest(hexadecimal: line.prefix(2 * SHA256Digest.byteCount)),
                fields.starts(with: "  ".utf8)
            else { continue }
            let path = String(decoding: fields.dropFirst(2), as: UTF8.self)
            guard Manifest.isInside(path) else { continue }
            entries.append(Entry(path: path, digest: digest))
        }
        self.entries = entries
    }

    private static func isInside(_ path: String) -> Bool {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        return segments.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// The manifest as a file of the output directory.
    package var artifact: Artifact {
        var contents: [UInt8] = []
        for entry in entries {
            contents.append(contentsOf: entry.digest.hexadecimal)
            contents.append(contentsOf: "  \(entry.path)\n".utf8)
        }
        return Artifact(path: Manifest.path, contents: contents)
    }

    /// The digest of each path.
    var digests: [String: SHA256Digest] {
        Dictionary(entries.map { ($0.path, $0.digest) }, uniquingKeysWith: { _, last in last })
    }
}
