import Testing

@testable import Spec

private func compose(_ text: String) -> (document: YAMLDocument, diagnostics: [Diagnostic]) {
    YAMLComposer.compose(SourceFile(text: text))
}

private func span(_ startLine: UInt32, _ startColumn: UInt32, _ endLine: UInt32, _ endColumn: UInt32) -> SourceSpan {
    SourceSpan(start: .init(line: startLine, column: startColumn), end: .init(line: endLine, column: endColumn))
}

@Suite("YAML text becomes nodes")
struct YAMLTests {
    @Test("marks keys and values with start and end, columns in Unicode scalars")
    func spans() throws {
        let document = compose("名: \"😀\"\nport: 8001 # why\nlist: [a, bb]\n").document
        #expect(document.locate(SpecPath("名")).span == span(1, 4, 1, 7))
        #expect(document.locate(SpecPath("port")).span == span(2, 7, 2, 11))
        #expect(document.locate(SpecPath("list")[1]).span == span(3, 11, 3, 13))
    }

    @Test("marks a mapping at its key, and an absent key at its nearest parent")
    func absentKeys() {
        let document = compose("apps:\n  editor:\n    port: 1\n").document
        #expect(document.locate(SpecPath("apps", "editor")).span == span(2, 3, 2, 9))
        #expect(document.locate(SpecPath("apps", "editor", "memory")).span == span(2, 3, 2, 9))
        #expect(document.locate(SpecPath("proxy", "memory")).span == .fileStart)
    }

    @Test("ends a block collection at its last child, not at the next token")
    func collectionEnd() throws {
        let root = try #require(compose("a:\n  b: 1\n\n# far below\nc: 2\n").document.root)
        guard case .mapping(let entries) = root.content else {
            Issue.record("the root is no mapping")
            return
        }
        #expect(entries[0].value.span == span(2, 3, 2, 7))
    }

    @Test("drops a byte order mark and reads CRLF, so that places stay right")
    func byteOrderMark() {
        let source = SourceFile(name: "x", bytes: [0xEF, 0xBB, 0xBF] + Array("a: 1\r\nb: 22\r\n".utf8))
        let (document, diagnostics) = YAMLComposer.compose(source)
        #expect(diagnostics.isEmpty)
        #expect(document.locate(SpecPath("a")).span == span(1, 4, 1, 5))
        #expect(source.lines([2]) == [2: "b: 22"])
    }

    @Test("reports the second of two equal keys, with the first as a related place, in small and in large mappings")
    func duplicateKeys() {
        for count in [2, 40] {
            let filler = (0..<count).map { "k\($0): 1\n" }.joined()
            let diagnostics = compose("a: 1\n\(filler)a: 2\n").diagnostics
            #expect(diagnostics.map(\.rule) == [.duplicateKey])
            #expect(diagnostics.first?.span.start.line == UInt32(count + 2))
            #expect(diagnostics.first?.related.map(\.span) == [span(1, 1, 1, 2)])
        }
    }

    @Test("points into the use of an alias, with the anchored text beside it")
    func aliases() {
        let document = compose("x-a: &small { port: 1 }\napp: *small\nother:\n  <<: *small\n").document
        let place = document.locate(SpecPath("app", "port"))
        #expect(place.span == span(2, 6, 2, 12))
        #expect(place.anchored == span(1, 21, 1, 22))
        #expect(document.locate(SpecPath("other", "port")).span == span(4, 7, 4, 13))
    }

    @Test("own keys win over merged ones, and the first merge over later ones")
    func mergePrecedence() throws {
        let text = "a: &a { p: 1, q: 1 }\nb: &b { q: 2, r: 2 }\nc: { <<: [*a, *b], p: 3 }\n"
        let root = try #require(compose(text).document.root)
        guard case .mapping(let entries) = root.content, case .mapping(let merged) = entries[2].value.content else {
            Issue.record("no mapping")
            return
        }
        let values = merged.map { entry in
            if case .scalar(let text, _) = entry.value.content { "\(entry.key)=\(text)" } else { entry.key }
        }
        #expect(values == ["p=3", "q=1", "r=2"])
    }

    @Test("stops an alias bomb with one message")
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(items)]\n"
        }
        #expect(compose(text).diagnostics.map(\.rule) == [.aliasExpansionLimit])
    }

    @Test("stops a nesting bomb")
    func nestingBomb() {
        let (document, diagnostics) = compose(String(repeating: "[", count: 100_000))
        #expect(document.root == nil)
        #expect(diagnostics.map(\.message) == ["nesting is deeper than 64 levels"])
    }

    /// A faulty text, the line and column that must be marked, and words of the message.
    static let faults: [(text: String, line: UInt32, column: UInt32, words: String)] = [
        ("a:\n\tb: 1\n", 2, 1, "a tab cannot indent YAML"),
        ("a: `x`\n", 1, 4, "cannot begin an unquoted value"),
        ("a: b: c\n", 1, 5, "a `:` cannot stand here"),
        ("a: [1, 2\nb: 3\n", 2, 2, "no closing `]`"),
        ("a: {b: 1\nc: 3\n", 2, 2, "no closing `}`"),
        ("a: \"b\n", 2, 1, "no closing quote"),
        ("a: * * * *\n", 1, 5, "begin the name of an alias"),
        ("a: 1\nnonsense\n", 3, 1, "neither `key: value`"),
        ("a: *nowhere\n", 1, 4, "no anchor `&nowhere`"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
        ("a: !!str 1\n", 1, 4, "the tag `tag:yaml.org,2002:str` is not supported"),
        ("", 1, 1, "the file is empty"),
        ("? [a]\n: 1\n", 1, 3, "a key must be"),
        ("a: 1\n  b: 2\n", 2, 4, "a `:` cannot stand here"),
        ("- a\nb: 1\n", 2, 1, "does not fit the block"),
    ]

    @Test("says what is wrong with the text in our words, at its place", arguments: faults)
    func syntaxFaults(fault: (text: String, line: UInt32, column: UInt32, words: String)) {
        let diagnostics = compose(fault.text).diagnostics
        #expect(diagnostics.count == 1, "\(diagnostics.map(\.message))")
        #expect(diagnostics.first?.message.contains(fault.words) == true, "\(diagnostics.map(\.message))")
        #expect(diagnostics.first?.span.start == .init(line: fault.line, column: fault.column))
        #expect(diagnostics.first?.rule == .invalidYAML)
    }

    @Test("refuses bytes that are not UTF-8, at their place")
    func invalidUTF8() {
        let diagnostics = YAMLComposer.compose(SourceFile(name: "x", bytes: Array("a: 1\nb: ".utf8) + [0xFF, 0x0A]))
            .diagnostics
        #expect(diagnostics.map(\.message) == ["the file is not UTF-8 here"])
        #expect(diagnostics.first?.span.start == .init(line: 2, column: 4))
    }
}
