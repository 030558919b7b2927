internal import Glibc

/// The file system of the machine.
///
/// Nothing is flushed to the disk: after a loss of power a file may be missing or empty, which ``OutputTree`` finds by
/// reading every byte, and the tree can be built again at any time. Flushing 50 000 files would take minutes.
struct PosixFiles: TreeFiles {
    func openRoot(_ path: String, creating: Bool) throws(FileFault) -> DirectoryHandle? {
        if creating { try makeDirectories(path) }
        // The root may be a link: its place is the user's choice.
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        return DirectoryHandle(descriptor: try check(descriptor, "be opened"))
    }

    private func makeDirectories(_ path: String) throws(FileFault) {
        guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
        if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeDirectories(String(path[..<slash]))
            if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
        }
        throw FileFault(operation: "be created", code: errno)
    }

    func lock(_ directory: DirectoryHandle) throws(FileFault) -> Bool {
        if flock(directory.descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        throw FileFault(operation: "be locked", code: errno)
    }

    func unlock(_ directory: DirectoryHandle) {
        // Closing would not do: a child that another thread has just forked shares the lock until it starts its program.
        _ = flock(directory.descriptor, LOCK_UN)
    }

    func openDirectory(
        _ name: String, in parent: DirectoryHandle, creating: Bool
    ) throws(FileFault) -> DirectoryHandle? {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var descriptor = openat(parent.descriptor, name, flags)
        if descriptor < 0, errno == ENOENT {
            guard creating else { return nil }
            if mkdirat(parent.descriptor, name, 0o755) != 0, errno != EEXIST {
                throw FileFault(operation: "be created", code: errno)
            }
            descriptor = openat(parent.descriptor, name, flags)
        }
        return DirectoryHandle(descriptor: try check(descriptor, "be opened"))
    }

    func close(_ directory: DirectoryHandle) {
        _ = Glibc.close(directory.descriptor)
    }

    func read(_ name: String, in directory: DirectoryHandle) throws(FileFault) -> FoundFile? {
        // Without O_NONBLOCK, opening a FIFO would wait for its writer.
        let descriptor = openat(directory.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 {
            switch errno {
            case ENOENT: return nil
            case ELOOP, ENXIO: return .other
            default: throw FileFault(operation: "be read", code: errno)
            }
        }
        defer { _ = Glibc.close(descriptor) }
        var status = stat()
        _ = try check(fstat(descriptor, &status), "be read")
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return .directory
        default: return .other
        }
        let contents = try readAll(descriptor, size: Int(status.st_size))
        return .file(contents: contents, isExecutable: status.st_mode & S_IXUSR != 0)
    }

    private func readAll(_ descriptor: Int32, size: Int) throws(FileFault) -> [UInt8] {
        var fault: Int32 = 0
        let contents = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let part = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
                if part < 0, errno == EINTR { continue }
                if part < 0 { fault = errno }
                guard part > 0 else { break }
                count += part
            }
        }
        if fault != 0 { throw FileFault(operation: "be read", code: fault) }
        return contents
    }

    func create(
        _ name: String, in directory: DirectoryHandle, contents: [UInt8], isExecutable: Bool
    ) throws(FileFault) {
        let mode: mode_t = isExecutable ? 0o755 : 0o644
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let descriptor = try check(openat(directory.descriptor, name, flags, mode), "be created")
        var fault: Int32 = 0
        contents.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let part = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if part < 0, errno == EINTR { continue }
                if part < 0 { fault = errno }
                guard part > 0 else { break }
                written += part
            }
        }
        // The umask must not decide whether the web server may read a file.
        if fault == 0, fchmod(descriptor, mode) != 0 { fault = errno }
        // Some file systems report a full disk only here.
        if Glibc.close(descriptor) != 0, fault == 0 { fault = errno }
        if fault != 0 { throw FileFault(operation: "be written", code: fault) }
    }

    func rename(
        _ name: String, in source: DirectoryHandle, to newName: String, in target: DirectoryHandle
    ) throws(FileFault) {
        _ = try check(renameat(source.descriptor, name, target.descriptor, newName), "be replaced")
    }

    func remove(_ name: String, in directory: DirectoryHandle) throws(FileFault) {
        _ = try check(unlinkat(directory.descriptor, name, 0), "be removed")
    }

    func removeDirectory(_ name: String, in parent: DirectoryHandle) throws(FileFault) -> Bool {
        if unlinkat(parent.descriptor, name, AT_REMOVEDIR) == 0 { return true }
        if errno == ENOTEMPTY || errno == EEXIST { return false }
        throw FileFault(operation: "be removed", code: errno)
    }

    func entries(of directory: DirectoryHandle) throws(FileFault) -> [DirectoryEntry] {
        // fdopendir takes the descriptor over, so it gets one of its own, which starts at the first entry.
        let descriptor = try check(openat(directory.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "be read")
        guard let stream = fdopendir(descriptor) else {
            let code = errno
            _ = Glibc.close(descriptor)
            throw FileFault(operation: "be read", code: code)
        }
        defer { closedir(stream) }
        var entries: [DirectoryEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            entries.append(DirectoryEntry(name: name, isDirectory: isDirectory(entry.pointee.d_type, name, descriptor)))
        }
        if errno != 0 { throw FileFault(operation: "be read", code: errno) }
        return entries.sorted { $0.name < $1.name }
    }

    /// Some file systems do not tell the type with the name.
    private func isDirectory(_ type: UInt8, _ name: String, _ parent: Int32) -> Bool {
        if Int(type) != DT_UNKNOWN { return Int(type) == DT_DIR }
        var status = stat()
        return fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func check(_ result: Int32, _ operation: String) throws(FileFault) -> Int32 {
        if result < 0 { throw FileFault(operation: operation, code: errno) }
        return result
    }
}
