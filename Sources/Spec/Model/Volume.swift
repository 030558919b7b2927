/// A directory of an app's state, mounted into its container.
package struct Volume: Sendable {
    /// The key under `volumes`.
    package internal(set) var id: Name
    /// On the host, relative to the app's directory.
    package let path: FilePath
    /// In the container.
    package let mount: FilePath
    package let size: ByteSize
    package let growth: GrowthRate?
    package let store: Store
    /// For logs that the app writes itself.
    package let rotate: Rotation?
    package let backup: BackupChoice

    /// What kind of files it holds, which decides how it can be copied consistently.
    package enum Store: String, CaseIterable, Sendable {
        case files
        /// SQLite databases, perhaps among other files.
        case sqlite
        /// A ChromaDB directory: SQLite and index files that are written separately.
        case chroma
        /// Log files.
        case logs
    }

    /// How a volume is copied.
    package enum BackupMethod: String, CaseIterable, Sendable {
        /// The files as they are, while the app runs.
        case copy
        /// Databases through SQLite's backup interface, other files as they are, while the app runs.
        case online
        /// The files while the app is stopped.
        case stop
    }

    /// What is done about a volume's backup.
    package enum BackupChoice: Sendable {
        /// The method that fits the store.
        case byStore
        case method(BackupMethod)
        /// Not backed up, for a written reason.
        case skip(reason: String)
    }

    /// How log files are rotated.
    package struct Rotation: Sendable {
        package let keep: Int
        package let size: ByteSize
    }

    func named(_ id: Name) -> Volume {
        var volume = self
        volume.id = id
        return volume
    }

    /// The method by which it is copied; nil if it is skipped.
    package var backupMethod: BackupMethod? {
        switch backup {
        case .skip: return nil
        case .method(let method): return method
        case .byStore: break
        }
        switch store {
        case .files, .logs: return .copy
        case .sqlite: return .online
        case .chroma: return .stop
        }
    }
}

extension Volume: SpecObject {
    enum Fields {
        static let path = Field.required(
            "path", ValueType<FilePath>.scalar, "The directory on the host, relative to the app's.", example: "./data")
        static let mount = Field.required(
            "mount", ValueType<AbsolutePath>.scalar, "The directory in the container.", example: "/data")
        static let size = Field.required(
            "size", ValueType<ByteSize>.scalar, "How large it is expected to become.", example: "2G")
        static let growth = Field.optional(
            "growth", ValueType<GrowthRate>.scalar, "How fast it grows.", example: "20M/day")
        static let store = Field.defaulted(
            "store", ValueType<Store>.word, .files, "What it holds, which decides how it can be copied consistently.",
            example: "sqlite")
        static let rotate = Field.optional(
            "rotate", .object(Rotation.self), "How log files in it are rotated.", example: "{ keep: 7, size: 20M }")
        static let backup = Field.optional(
            "backup", .object(BackupChoice.self), "Another way to copy it, or a reason not to.",
            example: "{ skip: rotated logs are not needed after a loss }")
    }

    static let schema = ObjectSchema(
        name: "Volume", noun: "a volume", summary: "A directory of an app's state, mounted into its container.",
        fields: [
            Fields.path.description, Fields.mount.description, Fields.size.description, Fields.growth.description,
            Fields.store.description, Fields.rotate.description, Fields.backup.description,
        ])

    init?(from reader: inout ObjectReader) {
        let path = reader.value(Fields.path)
        let mount = reader.value(Fields.mount)
        let size = reader.value(Fields.size)
        growth = reader.optional(Fields.growth)
        let store = reader.value(Fields.store)
        rotate = reader.optional(Fields.rotate)
        let backup = reader.optional(Fields.backup)
        guard let path, let mount, let size, let store else { return nil }
        id = .unnamed
        (self.path, self.mount, self.size, self.store, self.backup) = (
            path, mount.path, size, store, backup ?? .byStore
        )
    }
}

extension Volume.Rotation: SpecObject {
    enum Fields {
        static let keep = Field.required("keep", .integer(1...365), "How many rotated files are kept.", example: "7")
        static let size = Field.required(
            "size", ValueType<ByteSize>.scalar, "The size at which a file is rotated.", example: "20M")
    }

    static let schema = ObjectSchema(
        name: "Rotation", noun: "the rotation", summary: "How log files are rotated, daily and above a size.",
        fields: [Fields.keep.description, Fields.size.description])

    init?(from reader: inout ObjectReader) {
        let keep = reader.value(Fields.keep)
        let size = reader.value(Fields.size)
        guard let keep, let size else { return nil }
        (self.keep, self.size) = (keep, size)
    }
}

extension Volume.BackupChoice: SpecObject {
    enum Fields {
        static let method = Field.optional(
            "method", ValueType<Volume.BackupMethod>.word,
            "`copy` copies the files as they are, `online` uses SQLite's backup interface, `stop` stops the app meanwhile.",
            example: "stop")
        static let skip = Field.optional(
            "skip", .text, "Why it is not backed up; give `method` or `skip`.",
            example: "rotated logs are not needed after a loss")
    }

    static let schema = ObjectSchema(
        name: "VolumeBackup", noun: "the volume's backup", summary: "Another way to copy a volume, or a reason not to.",
        fields: [Fields.method.description, Fields.skip.description])

    init?(from reader: inout ObjectReader) {
        let method = reader.optional(Fields.method)
        let skip = reader.optional(Fields.skip)
        switch (method, skip) {
        case (let method?, nil): self = .method(method)
        case (nil, let reason?): self = .skip(reason: reason)
        default:
            if reader.contains(Fields.method) == reader.contains(Fields.skip) {
                reader.fail(
                    .missingKey, "the volume's backup needs either `method` or `skip`",
                    help: "leave `backup` out for the method that fits the store")
            }
            return nil
        }
    }
}
