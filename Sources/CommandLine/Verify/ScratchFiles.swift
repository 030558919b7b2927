import FoundationEssentials

/// Files of a scratch directory; every fault is a ``Failure`` with the path.
enum ScratchFiles {
    /// Makes a new directory that only this user can read.
    static func makeTemporaryDirectory() throws(Failure) -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "nagaya-verify-\(UUID().uuidString)").path
        try attempt("make", path) {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        return path
    }

    /// Makes a directory and those above it.
    static func makeDirectory(_ path: String) throws(Failure) {
        try attempt("make", path) {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    /// Makes the directories above a file.
    static func makeParent(of path: String) throws(Failure) {
        guard let slash = path.lastIndex(of: "/") else { return }
        try makeDirectory(String(path[..<slash]))
    }

    static func write(_ text: String, to path: String, mode: Int = 0o644) throws(Failure) {
        try write(Array(text.utf8), to: path, mode: mode)
    }

    /// Writes a file and the directories above it.
    static func write(_ bytes: [UInt8], to path: String, mode: Int = 0o644) throws(Failure) {
        try makeParent(of: path)
        try attempt("write", path) {
            try Data(bytes).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
    }

    static func copy(_ source: String, to target: String) throws(Failure) {
        try write(try FileContents.read(source), to: target)
    }

    /// Removes a directory with all that is in it; what cannot be removed stays behind in the system's temporary directory.
    static func removeTree(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func attempt(_ action: String, _ path: String, _ body: () throws -> Void) throws(Failure) {
        do {
            try body()
        } catch {
            throw Failure(message: "cannot \(action) \(path): \(error)")
        }
    }
}
