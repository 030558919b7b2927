internal import Glibc

/// Goes from directory to directory below the root, keeping those open that the next path shares.
///
/// Visiting paths in ascending order therefore opens each directory once.
struct DirectoryCursor<Files: TreeFiles> {
    private let files: Files
    private let root: DirectoryHandle
    private var open: [(name: Substring, handle: DirectoryHandle)] = []

    /// Begins at the root, which stays the caller's, who closes it.
    init(files: Files, root: DirectoryHandle) {
        self.files = files
        self.root = root
    }

    /// Opens the directory that holds a path.
    /// - Returns: nil if it does not exist and is not to be made.
    mutating func directory(of path: String, creating: Bool) throws(OutputError) -> DirectoryHandle? {
        let segments = path.split(separator: "/").dropLast()
        var depth = 0
        while depth < open.count, depth < segments.count, open[depth].name == segments[depth] { depth += 1 }
        close(to: depth)
        for segment in segments.dropFirst(depth) {
            let parent = open.last?.handle ?? root
            do {
                guard let child = try files.openDirectory(String(segment), in: parent, creating: creating) else {
                    return nil
                }
                open.append((segment, child))
            } catch {
                let place = segments.prefix(open.count + 1).joined(separator: "/")
                // Linux answers ENOTDIR for a file and for a link that is not followed, ELOOP without O_DIRECTORY.
                if error.code == ENOTDIR || error.code == ELOOP { throw .notADirectory(path: place) }
                throw .refused(path: place, operation: error.operation, code: error.code)
            }
        }
        return open.last?.handle ?? root
    }

    /// Closes every directory that was opened but the root.
    mutating func close() {
        close(to: 0)
    }

    private mutating func close(to depth: Int) {
        while open.count > depth {
            files.close(open.removeLast().handle)
        }
    }
}

/// The last segment of a path.
func lastSegment(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
}
