import Synchronization

@testable import Compiler

/// The real file system until a chosen operation, and none from then on: a process that was killed there.
///
/// Or only that one operation fails, as on a full disk.
final class StoppingFiles: TreeFiles {
    private let files = PosixFiles()
    private let stop: Int
    private let goesOn: Bool
    private let count = Mutex(0)

    /// Lets so many operations succeed; those after the next one too if it goes on.
    init(after stop: Int, goesOn: Bool = false) {
        self.stop = stop
        self.goesOn = goesOn
    }

    /// EIO, which no operation of the tests has by itself.
    static let code: Int32 = 5

    /// Whether the end came.
    var hasStopped: Bool { count.withLock { $0 > stop } }

    /// - Returns: whether this is the operation at which the end comes.
    private func step() throws(FileFault) {
        let number = count.withLock { value in
            value += 1
            return value
        }
        if goesOn ? number == stop + 1 : number > stop { throw FileFault(operation: "go on", code: Self.code) }
    }

    func openRoot(_ path: String, creating: Bool) throws(FileFault) -> DirectoryHandle? {
        try step()
        return try files.openRoot(path, creating: creating)
    }

    func lock(_ directory: DirectoryHandle) throws(FileFault) -> Bool {
        try step()
        return try files.lock(directory)
    }

    func unlock(_ directory: DirectoryHandle) {
        files.unlock(directory)
    }

    func openDirectory(_ name: String, in parent: DirectoryHandle, creating: Bool) throws(FileFault) -> DirectoryHandle?
    {
        try step()
        return try files.openDirectory(name, in: parent, creating: creating)
    }

    func close(_ directory: DirectoryHandle) {
        files.close(directory)
    }

    func read(_ name: String, in directory: DirectoryHandle) throws(FileFault) -> FoundFile? {
        try step()
        return try files.read(name, in: directory)
    }

    /// The last one leaves half of the contents.
    func create(_ name: String, in directory: DirectoryHandle, contents: [UInt8], isExecutable: Bool) throws(FileFault)
    {
        do {
            try step()
        } catch {
            if count.withLock({ $0 }) == stop + 1 {
                let half = Array(contents.prefix(contents.count / 2))
                try files.create(name, in: directory, contents: half, isExecutable: false)
            }
            throw error
        }
        try files.create(name, in: directory, contents: contents, isExecutable: isExecutable)
    }

    func rename(
        _ name: String, in source: DirectoryHandle, to newName: String, in target: DirectoryHandle
    ) throws(FileFault) {
        try step()
        try files.rename(name, in: source, to: newName, in: target)
    }

    func remove(_ name: String, in directory: DirectoryHandle) throws(FileFault) {
        try step()
        try files.remove(name, in: directory)
    }

    func removeDirectory(_ name: String, in parent: DirectoryHandle) throws(FileFault) -> Bool {
        try step()
        return try files.removeDirectory(name, in: parent)
    }

    func entries(of directory: DirectoryHandle) throws(FileFault) -> [DirectoryEntry] {
        try step()
        return try files.entries(of: directory)
    }
}
