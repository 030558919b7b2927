import Spec
import TestSupport
import Testing

@testable import Compiler

/// `Host`, which Foundation has too, for test files that import both.
typealias ResolvedHost = Host

/// Resolved machines for tests of emitters.
enum SampleHost {
    /// A machine with two apps that together use every part of the language: a pulled image and a build, every kind of
    /// volume, secrets, backups with drill and off-site copy.
    static let full = """
        version: 1
        host:
          name: vps
          address: 203.0.113.7
          os: ubuntu-24.04
          timezone: Asia/Tokyo
          cpus: 2
          memory: 1G
          disk: 100G
          plan:
            name: 2 cores / 1 GB
            price: 968 JPY/month
            upgrade: { name: 4 cores / 2 GB, price: 1968 JPY/month }
        domain: vps.example.com
        certificate: { contact: ops@example.com }
        proxy: { memory: 50M, cpus: 0.2, disk: 1G }
        firewall: { allow: [443/udp], deny: [9000] }
        apps:
          editor:
            title: Markdown Editor RAG
            directory: /opt/editor/backend
            source: { image: "ghcr.io/example/editor:1.2.0", base: "debian:12-slim" }
            port: 8001
            routes: [{ path: /api/editor/, to: /api/, read_timeout: 300s, stream: true }]
            serves: [POST /api/search]
            calls: [POST /api/editor/search]
            memory: 256M
            cpus: 0.7
            disk: 20G
            user: 10001
            health: { path: /health }
            environment: { file: .env.prod, requires: [RAG_API_KEY, GITHUB_TOKEN], set: { PORT: "8001", PRICE: "5$ a month" } }
            volumes:
              index: { path: ./data, mount: /data, size: 2G, growth: 20M/day, store: sqlite }
              logs: { path: ./logs, mount: /app/logs, size: 200M, store: logs, rotate: { keep: 7, size: 20M }, backup: { skip: rotated logs are not needed after a loss } }
          voice:
            directory: /opt/voice/backend
            source: { build: ./api, base: "node:22-alpine" }
            project: voice-sales
            command: [node, server.js, "--banner=yes: $HOME"]
            port: 8002
            container_port: 3000
            routes: [{ path: /api/voice/, to: /api/ }]
            serves: [POST /api/chat]
            calls: [POST /api/voice/chat]
            memory: 128M
            cpus: 0.5
            disk: 5G
            read_only: false
            tmpfs: 0
            capabilities: [NET_BIND_SERVICE]
            logs: { size: 5M, files: 1 }
            health: { path: /health }
            volumes:
              calls: { path: ./calls, mount: /data, size: 1G }
        backups:
          schedule: "0 2 * * *"
          offsite: sftp:backup@backup-server:/backups
          drill: monthly
        notify: { webhook: ALERT_WEBHOOK_URL, mail: ops@example.com, heartbeat: BACKUP_HEARTBEAT_URL }
        costs: [{ item: Domain (.com), price: 100 JPY/month }]
        """

    /// Resolves a spec that must have no fault.
    static func host(_ text: String = full, sourceLocation: SourceLocation = #_sourceLocation) throws -> Host {
        let file = SpecFile(SourceFile(text: text))
        for diagnostic in file.diagnostics {
            Issue.record("\(diagnostic.rule): \(diagnostic.message)", sourceLocation: sourceLocation)
        }
        return Host(try #require(file.spec, sourceLocation: sourceLocation))
    }

    /// The full machine with parts of its text replaced.
    static func host(
        replacing replacements: KeyValuePairs<String, String>, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Host {
        var text = full
        for (old, new) in replacements {
            try #require(text.contains(old), "the sample has no `\(old)`", sourceLocation: sourceLocation)
            text = text.replacing(old, with: new)
        }
        return try host(text, sourceLocation: sourceLocation)
    }
}

extension Emitter {
    /// The one artifact at a path.
    static func artifact(_ path: String, for host: Host, sourceLocation: SourceLocation = #_sourceLocation) throws
        -> Artifact
    {
        let found = artifacts(for: host).filter { $0.path == path }
        #expect(found.count == 1, "\(path)", sourceLocation: sourceLocation)
        return try #require(found.first, sourceLocation: sourceLocation)
    }
}

extension Artifact {
    var text: String { String(decoding: contents, as: UTF8.self) }
}

/// Records artifacts, or compares them with the record, under `Goldens/NAME/`.
func expectGoldens(_ artifacts: [Artifact], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(!artifacts.isEmpty, sourceLocation: sourceLocation)
    for artifact in artifacts {
        try expectGolden(
            artifact.contents, "Tests/CompilerTests/Goldens/\(name)/\(artifact.path)", sourceLocation: sourceLocation)
    }
}
