import Spec
import TestSupport
import Testing

import struct Spec.Host

@testable import Compiler

@Suite("The dialects of nginx")
struct NginxDialectTests {
    private func site(_ os: String, _ changes: (String, String)...) throws -> (main: String, site: String) {
        var text = try Project.text("Tests/CompilerTests/Fixtures/nginx/live.yaml").replacing(
            "os: debian-12", with: "os: \(os)")
        for (old, new) in changes { text = text.replacing(old, with: new) }
        let file = SpecFile(SourceFile(text: text))
        let spec = try #require(file.spec, "\(file.diagnostics)")
        let artifacts = NginxEmitter.artifacts(for: Host(spec))
        #expect(artifacts.map(\.path) == ["etc/nginx/nginx.conf", "etc/nginx/sites-available/nagaya.conf"])
        return (
            String(decoding: artifacts[0].contents, as: UTF8.self),
            String(decoding: artifacts[1].contents, as: UTF8.self)
        )
    }

    @Test(
        "differ in HTTP/2, refused handshakes, tickets and curves",
        arguments: [
            ("ubuntu-22.04", false, false, false, true), ("debian-12", false, true, false, true),
            ("ubuntu-24.04", false, true, true, true), ("debian-13", true, true, true, false),
        ])
    func facts(os: String, http2: Bool, rejects: Bool, renewsTickets: Bool, namesCurves: Bool) throws {
        let text = try site(os)
        #expect(text.site.contains("    http2 on;\n") == http2)
        #expect(text.site.contains("ssl http2") == !http2)
        #expect(text.site.contains("ssl_reject_handshake on;") == rejects)
        #expect(text.site.contains("/etc/nagaya/placeholder/") == !rejects)
        #expect(text.main.contains("ssl_session_tickets off;") == !renewsTickets)
        #expect(text.main.contains("ssl_ecdh_curve X25519:prime256v1:secp384r1;") == namesCurves)
        #expect(text.main.contains("http2_max_field_size") == (os == "ubuntu-22.04"))
    }

    @Test("of every system say the same twice", arguments: Machine.OperatingSystem.allCases)
    func deterministic(os: Machine.OperatingSystem) throws {
        let (first, second) = (try site(os.rawValue), try site(os.rawValue))
        #expect(first == second)
    }

    @Test("write the limits that the memory bound was computed for", arguments: [false, true])
    func limits(gzip: Bool) throws {
        let text = try site("debian-12", ("requests_per_second: 1", "requests_per_second: 1, gzip: \(gzip)"))
        let (connections, service, client) = gzip ? (87, 29, 14) : (105, 35, 17)
        #expect(text.main.contains("    worker_connections \(connections);\n"))
        #expect(text.main.contains("worker_rlimit_nofile \(connections * 2 + 64);\n"))
        #expect(text.main.contains("gzip \(gzip ? "on" : "off");\n"))
        #expect(text.site.contains("limit_conn client_requests \(client);\n"))
        #expect(text.site.contains("limit_conn site_requests \(service);\n"))
    }

    @Test("give an app its claim to nginx's own paths, and never the same location twice")
    func claims() throws {
        let routes =
            "- { path: /raw }\n      - { path: /health }\n      - { path: / }\n      - { path: /raw/, body: 0 }"
        let text = try site("debian-12", ("routes: [{ path: /raw/, body: 10K }]", "routes:\n      \(routes)")).site
        let site = try #require(text.split(separator: "\nserver {").last)
        let locations = site.split(separator: "\n").filter { $0.hasPrefix("    location") }.map(String.init)
        #expect(Set(locations).count == locations.count)
        #expect(locations.contains("    location ^~ / {"))
        #expect(locations.filter { $0 == "    location = /health {" }.count == 1)
        #expect(!text.contains("healthy"))
        // Zero would mean no limit.
        #expect(text.contains("    location ^~ /raw/ {\n        client_max_body_size 1;\n"))
    }

    @Test("give long names a bucket that holds them", arguments: [(46, nil), (47, "128"), (110, "128"), (111, "512")])
    func longNames(length: Int, bucket: String?) throws {
        let labels = String(repeating: "a", count: 40) + "." + String(repeating: "b.", count: 60)
        let name = labels.prefix(length - 3) + (labels.prefix(length - 3).hasSuffix(".") ? "bcc" : ".cc")
        let text = try site("debian-12", ("www.example.com", String(name))).main
        #expect(text.contains("server_names_hash_bucket_size") == (bucket != nil))
        if let bucket { #expect(text.contains("server_names_hash_bucket_size \(bucket);")) }
    }
}
