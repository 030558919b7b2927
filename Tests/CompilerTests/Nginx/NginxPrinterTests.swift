import Spec
import Testing

@testable import Compiler

@Suite("The printer of nginx's configuration")
struct NginxPrinterTests {
    @Test(
        "quotes what nginx would read otherwise, and nothing else",
        arguments: [
            ("vps.example.com", "vps.example.com"),
            ("/api/$1$is_args", "/api/$1$is_args"),
            ("~^(?<name>[^?]+)$", "~^(?<name>[^?]+)$"),
            ("", "\"\""),
            ("two words", "\"two words\""),
            ("/a;b", "\"/a;b\""),
            ("/a{b}", "\"/a{b}\""),
            ("# no comment", "\"# no comment\""),
            (#"{"status":404}"#, #"'{"status":404}'"#),
            (#"both ' and ""#, #""both ' and \"""#),
            ("line\nbreak\ttab\rreturn", #""line\nbreak\ttab\rreturn""#),
            // A backslash stays before most characters, and is dropped or read as a control before these.
            (#"a\.b\d"#, #""a\.b\d""#),
            (#"a\\.b"#, #""a\\\.b""#),
            (#"\tab \new"#, #""\\tab \\new""#),
            (#"\"#, #""\\""#),
            (#"\""#, #"'\\"'"#),
        ])
    func quoting(argument: String, printed: String) {
        #expect(NginxPrinter.word(argument) == printed)
        #expect(NginxReader.value(of: printed) == argument)
    }

    @Test("indents blocks, ends directives, and keeps comments on one line")
    func layout() {
        let config: [NginxConfig] = [
            .comment("first\nline"),
            .set("user", "www-data"),
            .blank,
            .block("http", [.block("location", ["=", "/a b"], [.set("return", "404")]), .block("types", [])]),
        ]
        #expect(
            NginxPrinter.text(of: config) == """
                # first line
                user www-data;

                http {
                    location = "/a b" {
                        return 404;
                    }
                    types {}
                }

                """)
    }

    @Test("separates groups by one blank line, and leaves out empty ones")
    func groups() {
        let groups: [[NginxConfig]] = [[], [.set("a"), .set("b")], [], [.set("c")], []]
        #expect(groups.separated() == [.set("a"), .set("b"), .blank, .set("c")])
    }

    @Test(
        "writes sizes in nginx's units",
        arguments: [(0, "0"), (1500, "1500"), (10240, "10k"), (1 << 20, "1m"), (3 << 30, "3072m")])
    func sizes(bytes: Int, text: String) {
        #expect(ByteSize(bytes: bytes).nginxText == text)
    }
}

/// Reads one word as nginx does; written from `ngx_conf_read_token`, apart from the printer.
private enum NginxReader {
    static func value(of word: String) -> String {
        var characters = Array(word)
        if let quote = characters.first, quote == "\"" || quote == "'" {
            characters = Array(characters.dropFirst().dropLast())
        }
        var value = ""
        var index = 0
        while index < characters.count {
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            if characters[index] == "\\", let next, let meant = escapes[next] {
                value.append(meant)
                index += 2
            } else {
                value.append(characters[index])
                index += 1
            }
        }
        return value
    }

    private static let escapes: [Character: Character] = [
        "\"": "\"", "'": "'", "\\": "\\", "t": "\t", "r": "\r", "n": "\n",
    ]
}
