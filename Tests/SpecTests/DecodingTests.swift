import TestSupport
import Testing

@testable import Spec

/// A whole spec, as short as the language allows.
private let shortest = """
    version: 1
    host: { name: vps, address: 203.0.113.7, os: debian-12, timezone: UTC, cpus: 2, memory: 1G, disk: 100G }
    domain: vps.example.com
    certificate: { contact: ops@example.com }
    apps:
      editor:
        directory: /opt/editor
        source: { image: "node:22-alpine" }
        port: 8001
        routes: [{ path: /api/editor/ }]
        disk: 5G
        health: { path: /health }

    """

private func decode(_ text: String) -> SpecFile {
    SpecFile(SourceFile(text: text), recordsValues: true)
}

/// The rule, the line and the message of each diagnostic.
private func findings(_ text: String) -> [String] {
    decode(text).diagnostics.inSourceOrder.map { "\($0.rule) \($0.span.start.line): \($0.message)" }
}

@Suite("Nodes become a spec")
struct DecodingTests {
    @Test("fills in every default")
    func defaults() throws {
        let file = decode(shortest)
        #expect(file.diagnostics.isEmpty, "\(findings(shortest))")
        let spec = try #require(file.spec)
        #expect(spec.proxy.memory == .mebibytes(50))
        #expect(spec.machine.thresholds.memory.percent == 80)
        #expect(spec.apps.map(\.id.text) == ["editor"])
        #expect(spec.apps.first?.containerPort.number == 8001)
        #expect(spec.apps.first?.routes.first?.to.text == "/api/editor/")
        #expect(spec.backups == nil)
    }

    @Test("collects every problem of a file in one run, each at its place")
    func collects() {
        let text = """
            version: 2
            host: { name: vps, adress: 203.0.113.7, os: debian-11, timezone: UTC, cpus: 2, memory: 1G, disk: 100G }
            domain: vps
            certificate: []
            apps:
              editor:
                directory: opt/editor
                source: {}
                port: 70000
                routes: [{ path: api }]
                disk: 5
                helth: { path: /health }
            """
        #expect(
            findings(text) == [
                "value-out-of-range 1: 2 is outside 1–1",
                "missing-key 2: `host` has no `address`",
                "unknown-key 2: `adress` is not a key of the host",
                "value-out-of-range 2: `debian-11` is not one of ubuntu-22.04, ubuntu-24.04, debian-12, debian-13",
                "invalid-hostname 3: host name `vps` has no dot",
                "wrong-type 4: expected the certificate, found a list",
                "missing-key 6: `apps.editor` has no `health`",
                "invalid-path 7: path `opt/editor` is not absolute",
                "missing-key 8: the source has neither `image` nor `build`",
                "invalid-port 9: port 70000 is outside 1–65535",
                "invalid-path 10: URL path `api` does not begin with `/`",
                "invalid-size 11: size `5` has no unit",
                "unknown-key 12: `helth` is not a key of an app",
            ])
    }

    @Test("names the nearest key and lists the allowed ones")
    func nearest() throws {
        let diagnostic = try #require(
            decode(shortest.replacing("  port:", with: "  prot:")).diagnostics.first { $0.rule == .unknownKey })
        #expect(diagnostic.help == "there is a similar key: `port`")
        #expect(diagnostic.note?.contains("port, container_port") == true)
    }

    /// What is written for a key, and what is said about it; nil if it is accepted.
    static let scalars: [(key: String, value: String, message: String?)] = [
        ("title", "no", "ambiguous-scalar 13: `no` is a boolean to YAML 1.1 readers and text to others"),
        (
            "title", "22:22",
            "ambiguous-scalar 13: `22:22` is a number to base 60 to YAML 1.1 readers and text to others"
        ),
        ("title", "010", "ambiguous-scalar 13: `010` is octal to YAML 1.1 readers and decimal to others"),
        ("title", "1.10", "ambiguous-scalar 13: `1.10` is a number that loses its last zero"),
        ("title", "2026-05-31", "ambiguous-scalar 13: `2026-05-31` is a date to YAML 1.1 readers and text to others"),
        ("title", "1e3", "ambiguous-scalar 13: expected text, found the number `1e3`"),
        ("title", ".inf", "ambiguous-scalar 13: expected text, found the number `.inf`"),
        ("title", "1.2.3", nil),
        ("title", "1e", nil),
        (
            "pids", "1_000",
            "ambiguous-scalar 13: `1_000` is a number to YAML 1.1 readers, which drop underscores, and text to others"
        ),
        ("title", "12", "ambiguous-scalar 13: expected text, found the number `12`"),
        ("title", "true", "ambiguous-scalar 13: expected text, found the boolean `true`"),
        ("title", "\"no\"", nil),
        ("title", "~", "wrong-type 13: expected text, found nothing"),
        ("title", "\"a\\nb\"", "invalid-text 13: text holds a line break or control character"),
        ("title", "[a]", "wrong-type 13: expected text, found a list"),
        ("read_only", "yes", "ambiguous-scalar 13: `yes` is a boolean to YAML 1.1 readers and text to others"),
        ("read_only", "\"true\"", "wrong-type 13: expected `true` or `false`, found the text \"true\""),
        ("pids", "\"12\"", "wrong-type 13: expected a whole number, 2 to 32768, found the text \"12\""),
        ("pids", "0100", "ambiguous-scalar 13: `0100` is octal to YAML 1.1 readers and decimal to others"),
        ("pids", "1", "value-out-of-range 13: 1 is outside 2–32768"),
        ("container_port", "0o17", "ambiguous-scalar 13: `0o17` is a hexadecimal or octal number to some YAML readers"),
        ("cpus", "0.50", nil),
        ("memory", "256M", nil),
        ("command", "[node, 8080]", "ambiguous-scalar 13: expected text, found the number `8080`"),
        (
            "memory", "4M",
            "value-out-of-range 6: a memory limit of 4M is below Docker's 6M, or less than the 16M of `tmpfs`"
        ),
        ("volumes", "{ data: { path: /etc, mount: /data, size: 1M } }", "invalid-path 6: `/etc` belongs to the system"),
        ("x-note", "anything at all", nil),
    ]

    @Test("reads scalars without coercing them behind the reader's back", arguments: scalars)
    func scalar(case: (key: String, value: String, message: String?)) {
        #expect(findings(shortest + "    \(`case`.key): \(`case`.value)\n") == [`case`.message].compactMap { $0 })
    }

    @Test("refuses a name that some reader takes for a boolean")
    func ambiguousName() {
        #expect(
            findings(shortest.replacing("  editor:", with: "  on:")).first?.hasPrefix("ambiguous-scalar 6: key `on`")
                == true)
    }

    @Test("points at the use of an alias, and at the anchored value beside it")
    func aliasPlace() throws {
        let text = "x-port: &port 70000\n" + shortest.replacing("port: 8001", with: "port: *port")
        let diagnostic = try #require(decode(text).diagnostics.first)
        #expect(diagnostic.rule == Port.rule)
        #expect(diagnostic.span.start.line == 10)
        #expect(diagnostic.related.map(\.span.start) == [.init(line: 1, column: 15)])
    }

    @Test("reads what aliases and merges bring in")
    func merges() throws {
        let text =
            "x-base: &base { directory: /opt/editor, port: 8001 }\n"
            + shortest
            .replacing("    directory: /opt/editor\n", with: "    <<: *base\n").replacing("    port: 8001\n", with: "")
        let spec = try #require(decode(text).spec, "\(findings(text))")
        #expect(spec.apps.first?.port.number == 8001)
    }

    @Test("keeps every value with its origin")
    func origins() throws {
        let values = decode(shortest).values
        let port = try #require(values.first { $0.path.description == "apps.editor.port" })
        #expect(port.text == "8001")
        guard case .written(let span) = port.origin else {
            Issue.record("the port was written")
            return
        }
        #expect(span.start == .init(line: 9, column: 11))
        let pids = try #require(values.first { $0.path.description == "apps.editor.pids" })
        guard case .byDefault = pids.origin else {
            Issue.record("the process limit is a default")
            return
        }
        #expect(pids.text == "128")
    }

    @Test("a route and its target are both subtrees or both single paths")
    func routeShapes() {
        let text = shortest.replacing("{ path: /api/editor/ }", with: "{ path: /api/editor/, to: /api }")
        #expect(
            findings(text) == [
                "invalid-path 10: `/api/editor/` and `/api` are not both subtrees: only one ends in a slash"
            ])
    }
}

@Suite("The language describes itself")
struct SchemaTests {
    @Test("the committed JSON Schema is current")
    func schema() throws { try expectGolden(JSONSchemaDocument.text, "schema/spec.schema.json") }

    @Test("the committed reference page is current")
    func reference() throws { try expectGolden(ReferencePage.text, "Docs/Spec.md") }

    /// Validates with Debian's python3-jsonschema: the schema itself, every example in it, and whole specs.
    private static let validator = """
        import json, sys, yaml, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft7Validator.check_schema(schema)
        examples = 0
        for name, definition in schema["definitions"].items():
            for key, field in definition["properties"].items():
                for example in field.get("examples", []) + ([field["default"]] if "default" in field else []):
                    jsonschema.Draft7Validator({**field, "definitions": schema["definitions"]}).validate(example)
                    examples += 1
        assert examples > 50, examples
        for path in sys.argv[2:]:
            # Every scalar of the spec that YAML 1.1 misreads is quoted, so its reader sees the same document.
            document = yaml.safe_load(open(path))
            document = json.loads(json.dumps(document, default=str))
            jsonschema.Draft7Validator(schema).validate(document)
        print(examples)
        """

    @Test("every example and default in the schema fits it, and so do the project's specs")
    func examples() throws {
        let specs = ["spec.yaml", "examples/as-planned/spec.yaml", "examples/third-app/spec.yaml"]
        let result = try run(
            "/usr/bin/python3", ["-c", Self.validator, "schema/spec.schema.json"] + specs, in: Project.root)
        #expect(result.status == 0, "\(result.error)")
    }

    @Test("every declared example is accepted by the decoder")
    func decodedExamples() throws {
        var schemas: [ObjectSchema] = []
        JSONSchemaDocument.collect(.object(Spec.schema), into: &schemas)
        #expect(schemas.count > 15)
        // The machine is the object with the most scalar types: each of its examples, together, must decode.
        let machine = try #require(schemas.first { $0.name == "Host" })
        let entries = machine.fields.filter { !$0.example.isEmpty }.map { "\($0.key): \($0.example)" }
        let text = shortest.replacing(
            "host: { name: vps, address: 203.0.113.7, os: debian-12, timezone: UTC, cpus: 2, memory: 1G, disk: 100G }",
            with: "host:\n  " + entries.joined(separator: "\n  "))
        #expect(findings(text).isEmpty, "\(findings(text))")
    }
}
