/// What the output tree needs of a file system.
///
/// Names are single path components and links are never followed. Besides ``PosixFiles`` there is a conformer in the
/// tests that ends at a chosen operation, as a killed process does.
protocol TreeFiles: Sendable {
    /// Opens the root; nil if it does not exist and is not to be made.
    func openRoot(_ path: String, creating: Bool) throws(FileFault) -> DirectoryHandle?
    /// Keeps other builds out until ``unlock(_:)`` or the end of the process.
    /// - Returns: false if another build keeps this one out.
    func lock(_ directory: DirectoryHandle) throws(FileFault) -> Bool
    func unlock(_ directory: DirectoryHandle)
    /// Opens a directory; nil if it does not exist and is not to be made.
    func openDirectory(_ name: String, in parent: DirectoryHandle, creating: Bool) throws(FileFault) -> DirectoryHandle?
    func close(_ directory: DirectoryHandle)
    /// What lies under a name; nil if nothing does.
    func read(_ name: String, in directory: DirectoryHandle) throws(FileFault) -> FoundFile?
    /// Writes a new file with mode 0755 or 0644.
    func create(_ name: String, in directory: DirectoryHandle, contents: [UInt8], isExecutable: Bool) throws(FileFault)
    /// Moves a file, replacing what is no directory, in one step.
    func rename(
        _ name: String, in source: DirectoryHandle, to newName: String, in target: DirectoryHandle
    ) throws(FileFault)
    func remove(_ name: String, in directory: DirectoryHandle) throws(FileFault)
    /// - Returns: false if the directory is not empty.
    func removeDirectory(_ name: String, in parent: DirectoryHandle) throws(FileFault) -> Bool
    /// The names in a directory in ascending order, without `.` and `..`.
    func entries(of directory: DirectoryHandle) throws(FileFault) -> [DirectoryEntry]
}

/// An open directory; whoever opened it closes it.
struct DirectoryHandle: Sendable {
    let descriptor: Int32
}

/// One name in a directory.
struct DirectoryEntry: Sendable {
    let name: String
    let isDirectory: Bool
}

/// What lies under a name.
enum FoundFile: Sendable {
    case file(contents: [UInt8], isExecutable: Bool)
    case directory
    /// A symbolic link, a socket, a device.
    case other
}

/// An operation that the system refused.
struct FileFault: Error {
    /// A verb phrase: `be created`.
    let operation: String
    /// The value of `errno`.
    let code: Int32
}
