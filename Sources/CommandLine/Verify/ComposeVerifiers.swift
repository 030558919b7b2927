internal import CEmbedded
import Compiler

/// `docker compose config` over each Compose file; it needs the plugin, but no engine.
struct ComposeVerifier: Verifier {
    let name = "compose"

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard let docker = Tool("docker"), try await docker.run(["compose", "version"]).succeeded else {
            return .notRun("the Compose plugin of Docker is not installed")
        }
        let files = scratch.composeFiles
        if files.isEmpty { return .nothing }
        for file in files {
            let path = scratch.path(of: file)
            // The file with secrets exists only on the server, and Compose refuses to go on without it.
            for name in scratch.environmentFiles(besides: file) { try ScratchFiles.write("", to: name) }
            let result = try await docker.run(["compose", "-f", path, "config", "--quiet"])
            guard result.succeeded, result.lines.isEmpty else { return .failed(result.lines) }
        }
        return .passed("\(files.count) files")
    }
}

/// The Compose specification's own JSON Schema over each Compose file.
struct ComposeSchemaVerifier: Verifier {
    let name = "compose-schema"

    private static var schema: [UInt8] {
        let file = embedded_compose_schema()
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }

    private static let program = """
        import json, sys, jsonschema, yaml
        validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))
        failed = False
        for path in sys.argv[2:]:
            for fault in validator.iter_errors(yaml.safe_load(open(path))):
                failed = True
                print(path + ": " + "/".join(map(str, fault.absolute_path)) + ": " + fault.message)
        sys.exit(1 if failed else 0)
        """

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        // Debian's own Python first: it is the one that Debian's packages extend.
        let pythons = ["/usr/bin/python3", "python3"].compactMap { Tool($0) }
        for python in pythons where try await python.run(["-c", "import jsonschema, yaml"]).succeeded {
            let schema = "\(scratch.directory)/compose-spec.json"
            try ScratchFiles.write(Self.schema, to: schema)
            let files = scratch.composeFiles
            if files.isEmpty { return .nothing }
            let result = try await python.run(["-c", Self.program, schema] + files.map(scratch.path))
            return result.succeeded ? .passed("\(files.count) files") : .failed(result.lines)
        }
        return .notRun("Python with the modules jsonschema and yaml is not installed")
    }
}

extension Scratch {
    /// The Compose files among the artifacts.
    fileprivate var composeFiles: [Artifact] {
        artifacts.filter { $0.path.hasSuffix("/compose.yaml") }
    }

    /// Where the environment files belong whose examples lie beside a Compose file.
    fileprivate func environmentFiles(besides file: Artifact) -> [String] {
        let directory = String(file.path.dropLast("compose.yaml".count))
        return artifacts(under: directory).filter { $0.path.hasSuffix(".example") }.map {
            path(of: $0).replacing(".example", with: "")
        }
    }
}
