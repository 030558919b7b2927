extension ServerProgram {
    /// The program at its place on the server, or beside the installer.
    var artifact: Artifact {
        Artifact(path: path, contents: contents, isExecutable: contents.starts(with: "#!".utf8))
    }

    private var path: String {
        if name == "certificate-reload" { return "etc/letsencrypt/renewal-hooks/deploy/nagaya" }
        if name.hasPrefix("apply") { return "deploy/\(name)" }
        return name.hasSuffix(".sh") ? "opt/nagaya/lib/\(name)" : String("\(ServerPaths.programs)/\(name)".dropFirst())
    }
}
