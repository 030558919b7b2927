internal import Spec

/// A unit file or a drop-in, and its one printer (systemd.syntax(7)).
struct SystemdUnit {
    /// Where it lies; units in `etc/systemd/system`.
    var directory = "etc/systemd/system"
    /// Relative to the directory: `nagaya-editor.service`, `nginx.service.d/nagaya.conf`.
    let name: String
    let sections: [Section]

    struct Section {
        let name: String
        let lines: [Line]
    }

    enum Line {
        /// Why the settings that follow are there.
        case comment(String)
        /// A setting; `%` stands for itself.
        case setting(String, String)
    }

    var artifact: Artifact {
        var writer = TextWriter()
        writer.line(Artifact.header)
        for section in sections {
            writer.line()
            writer.line("[\(section.name)]")
            for line in section.lines {
                switch line {
                case .comment(let text): writer.line("# \(text)")
                case .setting(let key, let value): writer.line("\(key)=\(value.escaping(UInt8(ascii: "%"), as: "%%"))")
                }
            }
        }
        return Artifact(path: "\(directory)/\(name)", contents: writer.bytes)
    }
}

extension SystemdUnit.Section {
    static func unit(_ lines: [SystemdUnit.Line]) -> Self { Self(name: "Unit", lines: lines) }
    static func service(_ lines: [SystemdUnit.Line]) -> Self { Self(name: "Service", lines: lines) }
    static func install(wantedBy target: String) -> Self {
        Self(name: "Install", lines: [.setting("WantedBy", target)])
    }
}
