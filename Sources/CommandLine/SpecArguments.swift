import ArgumentParser
import Compiler
import Spec

#if canImport(Glibc)
    import Glibc
#endif

/// The arguments of every command that reads a spec.
struct SpecArguments: ParsableArguments {
    @Argument(help: "The spec to read; `-` reads standard input.", completion: .file(extensions: ["yaml", "yml"]))
    var spec = "spec.yaml"

    /// Reads the spec.
    /// - Throws: ``Failure`` if it cannot be read.
    func source() throws(Failure) -> SourceFile {
        SourceFile(name: spec == "-" ? "<stdin>" : spec, bytes: try FileContents.read(spec))
    }
}

/// The arguments of every command that reports diagnostics.
struct ReportArguments: ParsableArguments {
    /// How findings are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    /// The least severity that makes the command fail.
    enum Threshold: String, ExpressibleByArgument, CaseIterable {
        case error
        case warning
    }

    @Option(help: "How to print findings.")
    var format = Format.text

    @Option(help: "The least severity that makes the command fail with exit code 1.")
    var failOn = Threshold.error

    @Option(help: "Whether to colour the text.")
    var color = ColorChoice.auto

    @Option(
        help: "The day with which the end dates of waivers are compared, such as 2026-05-31.",
        transform: { text in
            do throws(InvalidValue) {
                return try CalendarDate.parse(text)
            } catch {
                throw ValidationError(error.message)
            }
        })
    var today: CalendarDate?

    /// Prints the diagnostics and says whether they reach the threshold.
    func report(_ compilation: Compilation, to stream: StandardStream = .output) -> Bool {
        let summary = ReportSummary(compilation.diagnostics)
        switch format {
        case .text:
            let style = TextStyle(colors: color.isOn(for: stream))
            stream.write(TextReport(compilation, summary: summary, style: style).text)
        case .json:
            stream.write(JSONReport(compilation, summary: summary).text)
        }
        return summary.errors > 0 || (failOn == .warning && summary.warnings > 0)
    }
}

/// Reading of whole files.
enum FileContents {
    /// Files above this are refused: a spec of 10,000 apps has 4 MB.
    private static let limit = 64 << 20

    /// The bytes of a file, or of standard input for `-`.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { if descriptor > 0 { close(descriptor) } }
        var status = stat()
        // One byte more than the file has tells its end without a further turn.
        var capacity = fstat(descriptor, &status) == 0 && status.st_size > 0 ? Int(status.st_size) + 1 : 65_536
        var bytes: [UInt8] = []
        while true {
            let count = readChunk(descriptor, capacity: capacity, into: &bytes)
            if count < 0 { throw failure(path, errno) }
            if count == 0 { return bytes }
            if bytes.count > limit {
                throw Failure(message: "cannot read \(path): it is larger than \(limit >> 20) MB")
            }
            capacity = 65_536
        }
    }

    private static func readChunk(_ descriptor: Int32, capacity: Int, into bytes: inout [UInt8]) -> Int {
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            repeat { count = Glibc.read(descriptor, buffer.baseAddress, capacity) } while count < 0 && errno == EINTR
            initialized = max(count, 0)
        }
        if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
        return count
    }

    private static func failure(_ path: String, _ code: Int32) -> Failure {
        let hint = code == ENOENT ? "; name the spec as in `nagaya check path/to/spec.yaml`" : ""
        return Failure(message: "cannot read \(path): \(String(cString: strerror(code)))\(hint)")
    }
}
