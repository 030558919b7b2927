import Foundation

/// A finished program.
public struct CommandResult: Sendable {
    public let status: Int32
    public let output: String
    public let error: String
}

/// Runs a program to its end, with its output kept apart.
/// - Parameters:
///   - path: the program, absolute or found on PATH.
///   - input: what it reads from standard input.
public func run(
    _ path: String, _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:], input: [UInt8] = []
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
public final class TemporaryDirectory: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "nagaya-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    public var path: String { url.path }

    /// A place inside it.
    public func url(_ name: String) -> URL { url.appending(path: name) }
}
