import Compiler
import Foundation
import Spec
import struct Spec.Host
import TestSupport

/// A real nginx that reads emitted files at their real paths, with two apps behind it and a client beside it.
///
/// All of it lives in mount, network and process namespaces of its own (`namespace.sh`): ports 80, 443 and the apps' are
/// free there, and everything ends with this value or with the test run.
actor LiveNginx {
    /// What the client is told to do; `probe.py` says what each field means.
    struct Command: Encodable {
        var op = "exchange"
        var address = "127.0.0.1"
        var port = 443
        /// A client address of its own, unless given: limits count by address, and must not join two tests.
        var source: String?
        /// The name in the TLS handshake; nil means plain TCP, empty means TLS without a name.
        var sni: String? = "vps.example.com"
        var alpn: [String]?
        var send = ""
        var `repeat`: Int?
        var until: Int?
        var key: String?
        var upstreamPort: Int?
        var messages: [String]?
        var connections: Int?
        var fillerBytes: Int?
        var path: String?
        var reload: Bool?
        var sources: [String]?
        var commands: [Command]?
    }

    /// What the client saw.
    struct Outcome: Decodable {
        /// `answered`, `closed` without an answer, a TLS `alert`, or `failed`.
        let outcome: String
        var detail: String?
        var alpn: String?
        var responses: [Response]?
        var messages: [String]?
        var outcomes: [Outcome]?
        var held: Int?
        var streams: Int?
        /// Proportional set sizes of nginx in KiB.
        var before: Int?
        var during: Int?
    }

    struct Response: Decodable {
        let status: Int
        /// Names in lower case, in the order of arrival.
        let headers: [[String]]
        let body: String

        /// All values of a field.
        func values(_ name: String) -> [String] {
            headers.filter { $0.first == name }.compactMap(\.last)
        }
    }

    /// A request as it reached an app.
    struct Echo: Decodable {
        let method: String
        let target: String
        let version: String
        let port: Int
        let headers: [[String]]

        func values(_ name: String) -> [String] {
            headers.filter { $0.first == name }.compactMap(\.last)
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    nonisolated let host: Host
    /// What `nginx -t` said.
    nonisolated let configuration: String

    private let process: Process
    private let input: FileHandle
    private let output: FileHandle
    private let root: TemporaryDirectory
    private var unread: [UInt8] = []
    private var clients = 0

    /// Starts nginx with the files emitted for a host.
    init(_ host: Host) throws {
        try self.init(host, NginxEmitter.artifacts(for: host))
    }

    /// Starts nginx with a spec of this project, compiled the way that the tool does.
    init(compiling path: String) throws {
        let compilation = Compilation(SourceFile(name: path, text: try Project.text(path)))
        guard let host = compilation.host, let artifacts = compilation.artifacts() else {
            throw Failure(description: "\(path): \(compilation.diagnostics.map(\.message))")
        }
        try self.init(host, artifacts.filter { $0.path.hasPrefix("etc/nginx/") })
    }

    private init(_ host: Host, _ artifacts: [Artifact]) throws {
        self.host = host
        root = try TemporaryDirectory()
        for artifact in artifacts {
            let file = root.url(artifact.path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(artifact.contents).write(to: file)
        }
        let scripts = Project.root.appending(path: "Tests/CompilerTests/Fixtures/nginx")
        let names = host.certificateNames.map { "DNS:\($0.text)" }.joined(separator: ",")
        let (toClient, fromClient) = (Pipe(), Pipe())
        process = Process()
        process.executableURL = scripts.appending(path: "namespace.sh")
        process.arguments =
            [root.path, names, host.certificateDirectory, scripts.appending(path: "session.sh").path, Host.acmeRoot]
            + host.apps.map(\.app.port.text)
        process.standardInput = toClient
        process.standardOutput = fromClient
        // A client that ends early is an error of the next write, not the end of all tests.
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        (input, output) = (toClient.fileHandleForWriting, fromClient.fileHandleForReading)
        let (line, rest) = try Self.line(from: output, after: [])
        (configuration, unread) = (line, rest)
    }

    deinit {
        try? input.close()
        process.waitUntilExit()
    }

    func run(_ command: Command) throws -> Outcome {
        var command = command
        if command.source == nil, command.address == "127.0.0.1" {
            clients += 1
            command.source = "127.1.\(clients / 250).\(clients % 250 + 1)"
        }
        try input.write(contentsOf: JSONEncoder().encode(command) + [UInt8(ascii: "\n")])
        let (line, rest) = try Self.line(from: output, after: unread)
        unread = rest
        return try JSONDecoder().decode(Outcome.self, from: Data(line.utf8))
    }

    /// The one answer to one request.
    func response(to command: Command) throws -> Response {
        let outcome = try run(command)
        guard outcome.outcome == "answered", let responses = outcome.responses, responses.count == 1 else {
            throw Failure(description: "not one answer but \(outcome)")
        }
        return responses[0]
    }

    /// The request as it reached the app.
    func echo(of command: Command) throws -> Echo {
        let response = try response(to: command)
        guard response.status == 200, response.values("content-type") == ["application/json"] else {
            throw Failure(description: "not an app's answer but \(response)")
        }
        return try JSONDecoder().decode(Echo.self, from: Data(response.body.utf8))
    }

    /// The next line, and what was read beyond it.
    private static func line(from output: FileHandle, after unread: [UInt8]) throws -> (String, [UInt8]) {
        var bytes = unread
        while true {
            if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[(end + 1)...]))
            }
            let more = output.availableData
            guard !more.isEmpty else {
                throw Failure(description: "nginx or its client ended early: \(String(decoding: bytes, as: UTF8.self))")
            }
            bytes += more
        }
    }
}

extension LiveNginx.Command {
    /// A request over HTTP/1.1.
    static func request(
        _ method: String = "GET", _ target: String, host: String = "vps.example.com", headers: [String] = [],
        body: String = ""
    ) -> LiveNginx.Command {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        return LiveNginx.Command(send: lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// The same with some fields changed.
    func with(_ change: (inout LiveNginx.Command) -> Void) -> LiveNginx.Command {
        var command = self
        change(&command)
        return command
    }

    /// The same over plain HTTP.
    var plain: LiveNginx.Command { with { ($0.port, $0.sni) = (80, nil) } }
}

extension LiveNginx {
    /// Whether this machine has nginx and may make namespaces.
    static let isAvailable: Bool = {
        let nginx = try? TestSupport.run("nginx", ["-v"])
        let namespaces = try? TestSupport.run("unshare", ["--mount", "--net", "--pid", "--fork", "true"])
        return nginx?.status == 0 && namespaces?.status == 0
    }()

    /// Whether whoever runs the tests accepts that these are left out where they cannot run.
    static let mayBeLeftOut = ProcessInfo.processInfo.environment["NAGAYA_WITHOUT_NGINX"] == "1"

    /// The host of a spec of this project.
    static func host(_ path: String) throws -> Host {
        let file = SpecFile(SourceFile(name: path, text: try Project.text(path)))
        guard let spec = file.spec, file.diagnostics.isEmpty else {
            throw Failure(description: "\(path): \(file.diagnostics.map(\.message))")
        }
        return Host(spec)
    }
}
