import Foundation
import Testing

/// Files of the project that tests read and compare with.
package enum Project {
    /// The root of the checkout.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The bytes of a file of the project.
    package static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    /// The text of a file of the project.
    package static func text(_ path: String) throws -> String {
        String(decoding: try bytes(path), as: UTF8.self)
    }
}

/// Compares a text with a recorded file of the project.
///
/// With `UPDATE_GOLDENS=1` the file is recorded, and the test fails all the same, so that no run can pass by recording.
package func expectGolden(_ actual: [UInt8], _ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = Project.root.appending(path: path)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        if (try? Data(contentsOf: file)) != Data(actual) {
            try Data(actual).write(to: file)
            Issue.record(
                "recorded \(path): review it and run again without UPDATE_GOLDENS", sourceLocation: sourceLocation)
        }
        return
    }
    guard let expected = try? Data(contentsOf: file) else {
        Issue.record("\(path) is missing: run `make goldens`", sourceLocation: sourceLocation)
        return
    }
    guard Array(expected) != actual else { return }
    let difference = firstDifference(String(decoding: expected, as: UTF8.self), String(decoding: actual, as: UTF8.self))
    Issue.record("\(path) differs: \(difference); `make goldens` renews it", sourceLocation: sourceLocation)
}

private func firstDifference(_ expected: String, _ actual: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    let index = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    let line = { (lines: [Substring]) in index < lines.count ? "«\(lines[index])»" : "nothing" }
    return "line \(index + 1) was \(line(old)) and is \(line(new))"
}
