import Foundation

/// A finished program.
package struct CommandResult: Sendable {
    package let status: Int32
    package let output: String
    package let error: String
}

/// Runs a program to its end, with its output kept apart.
///
/// The program is absolute or found on PATH; `environment` is laid over this process's own, and `input` is what the
/// program reads from standard input.
package func run(
    _ path: String, _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:],
    input: [UInt8] = []
) throws -> CommandResult {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [path] + arguments
    process.currentDirectoryURL = directory
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files instead of pipes: no output can fill a buffer and stop the program.
    let scratch = try TemporaryDirectory()
    let (standardInput, output, error) = (scratch.url("in"), scratch.url("out"), scratch.url("err"))
    try Data(input).write(to: standardInput)
    for file in [output, error] { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: standardInput)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return CommandResult(
        status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
}

/// A directory that goes away with the value.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "nagaya-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    package var path: String { url.path }

    /// A place inside it.
    package func url(_ name: String) -> URL { url.appending(path: name) }
}
