import Compiler

/// `nginx -t` over the configuration, in a scratch prefix with placeholder certificates.
struct NginxVerifier: Verifier {
    let name = "nginx"

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard let nginx = Tool("nginx") else { return .notRun("nginx is not installed") }
        guard let openssl = Tool("openssl") else {
            return .notRun("openssl is not installed, so no placeholder certificate can be made")
        }
        let files = scratch.artifacts(under: "etc/nginx/")
        let prefix = "\(scratch.directory)/nginx"
        if let reason = try await mismatch(of: nginx, with: files) { return .notRun(reason) }
        for file in files {
            try ScratchFiles.write(moved(file.text, to: prefix), to: "\(prefix)/\(file.path)")
        }
        for site in files where site.path.contains("/sites-available/") {
            let link = site.path.replacing("/sites-available/", with: "/sites-enabled/")
            try ScratchFiles.write(moved(site.text, to: prefix), to: "\(prefix)/\(link)")
        }
        try ScratchFiles.copy("/etc/nginx/mime.types", to: "\(prefix)/etc/nginx/mime.types")
        for directory in ["var/log/nginx", "run", "tmp"] { try ScratchFiles.makeDirectory("\(prefix)/\(directory)") }
        try await makeCertificates(files, prefix: prefix, openssl: openssl)
        let result = try await nginx.run(["-t", "-p", prefix, "-c", "\(prefix)/etc/nginx/nginx.conf"])
        let complaints = result.lines.filter {
            $0.contains("[warn]") || $0.contains("[emerg]") || $0.contains("[alert]")
        }
        // Only root may change to the worker's user; for others nginx says so and goes on.
        let own = complaints.filter {
            !$0.contains("the \"user\" directive makes sense only") && !$0.contains("could not open error log file")
        }
        if !own.isEmpty || !result.succeeded { return .failed(own.isEmpty ? result.lines : own) }
        return .passed("\(files.count) files")
    }

    /// Why this nginx cannot judge the configuration; nil if it can.
    private func mismatch(of nginx: Tool, with files: [Artifact]) async throws -> String? {
        let words = try await nginx.run(["-v"]).error
        let version = words.split(separator: "/").last.map { $0.prefix { $0.isNumber || $0 == "." } } ?? ""
        let numbers = version.split(separator: ".").compactMap { Int($0) }
        // Since 1.25.1 `http2` is a directive, before it was a parameter of `listen` (nginx change log).
        let isNew = !numbers.lexicographicallyPrecedes([1, 25, 1])
        let wantsNew = files.contains { $0.text.contains("http2 on;") }
        guard isNew != wantsNew else { return nil }
        return "nginx \(version) speaks another dialect than the system that the spec names"
    }

    /// The same configuration with every place under the prefix.
    private func moved(_ text: String, to prefix: String) -> String {
        var text = text
        for directory in ["/etc/", "/var/", "/run/"] {
            text = text.replacing(" \(directory)", with: " \(prefix)\(directory)")
        }
        let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        let paths = kinds.map { "    \($0)_temp_path \(prefix)/tmp/\($0);\n" }.joined()
        return text.replacing("\nhttp {\n", with: "\nhttp {\n\(paths)")
    }

    private func makeCertificates(_ files: [Artifact], prefix: String, openssl: Tool) async throws {
        let certificates = Set(files.flatMap { values(of: "ssl_certificate", in: $0) })
        let keys = Set(files.flatMap { values(of: "ssl_certificate_key", in: $0) })
        guard let certificate = certificates.min(), let key = keys.min() else { return }
        try ScratchFiles.makeParent(of: prefix + certificate)
        try ScratchFiles.makeParent(of: prefix + key)
        let result = try await openssl.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=placeholder", "-keyout", prefix + key, "-out", prefix + certificate,
        ])
        guard result.succeeded else {
            throw Failure(message: "openssl made no placeholder certificate: \(result.error)")
        }
        for other in certificates where other != certificate {
            try ScratchFiles.copy(prefix + certificate, to: prefix + other)
        }
        for other in keys where other != key { try ScratchFiles.copy(prefix + key, to: prefix + other) }
    }

    private func values(of directive: String, in file: Artifact) -> [String] {
        file.lines.compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == directive else { return nil }
            return String(words[1].prefix { $0 != ";" })
        }
    }
}
