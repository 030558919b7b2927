import Foundation
import Spec
import TestSupport
import Testing

@testable import Compiler

struct YAMLValueTests {
    /// Texts that readers of YAML 1.1 or 1.2 would take for something else without quotes, or that end a quoted scalar.
    static let texts = [
        "", "no", "NO", "~", "null", "1.10", "010", "22:22", "0x1F", "1e3", "2026-11-23", "# no comment", "a # b",
        "a: b", "- a", "[a]",
        "{a: b}", "&a", "*a", "!a", "|", ">", "'", "\"", "\\", "\\n", "a\nb", "a\r\nb", "tab\tend", " lead", "trail ",
        "%TAG", "@a",
        "`a`", "$HOME", "${X:-y}", "日本語", "\u{0}", "\u{7}", "\u{85}", "\u{2028}", "\u{FEFF}", "<<", "=", "---", "...",
    ]

    @Test func `survives a reader of YAML 1.1, as a value, in a list, and as a key`() throws {
        let value: YAMLValue = .mapping([
            ("values", .sequence(Self.texts.map { .mapping([("text", .string($0)), ("same", .string($0))]) })),
            ("short", .strings(Self.texts)),
            ("keys", .mapping(Self.texts.map { ($0, .string($0)) })),
            ("empty", .mapping([("list", .sequence([])), ("map", .mapping([])), ("on", true), ("n", .integer(-5))])),
        ])
        var writer = TextWriter(indentation: "  ")
        value.write(to: &writer)
        let script = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin.buffer), sys.stdout)"
        let result = try run("/usr/bin/python3", ["-c", script], input: writer.bytes)
        #expect(result.status == 0, "python3-yaml reads it: \(result.error)")
        let read = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect((read["values"] as? [[String: String]])?.map { $0["text"] } == Self.texts)
        #expect((read["values"] as? [[String: String]])?.map { $0["same"] } == Self.texts)
        #expect(read["short"] as? [String] == Self.texts)
        let keys = try #require(read["keys"] as? [String: String])
        #expect(keys.count == Self.texts.count)
        #expect(keys.allSatisfy { $0.key == $0.value })
        let empty = try #require(read["empty"] as? [String: Any])
        #expect((empty["list"] as? [Any])?.isEmpty == true && (empty["map"] as? [String: Any])?.isEmpty == true)
        #expect(empty["on"] as? Bool == true && empty["n"] as? Int == -5)
    }
}
