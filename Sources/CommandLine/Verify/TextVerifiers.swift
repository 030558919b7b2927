import Compiler

/// shellcheck over every script and every file of shell assignments.
struct ShellcheckVerifier: Verifier {
    let name = "shellcheck"

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard let shellcheck = Tool("shellcheck") else { return .notRun("shellcheck is not installed") }
        let scripts = scratch.artifacts.filter { $0.text.hasPrefix("#!") || $0.path.hasSuffix(".sh") }
        if scripts.isEmpty { return .nothing }
        let paths = scripts.map(scratch.path)
        let result = try await shellcheck.run(["--shell=bash", "--external-sources", "--format=gcc"] + paths)
        return result.succeeded ? .passed("\(scripts.count) scripts") : .failed(result.lines)
    }
}

/// `logrotate -d`, which reads the configuration and rotates nothing; any complaint counts, whatever the exit code.
struct LogrotateVerifier: Verifier {
    let name = "logrotate"

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard let logrotate = Tool("logrotate") else { return .notRun("logrotate is not installed") }
        let files = scratch.artifacts(under: "etc/logrotate.d/")
        if files.isEmpty { return .nothing }
        for file in files {
            let result = try await logrotate.run([
                "-d", "-s", "\(scratch.directory)/logrotate.state", scratch.path(of: file),
            ])
            let complaints = result.lines.filter { line in
                // What it says of every dry run is no complaint.
                !line.contains("in debug mode does nothing")
                    && ["error:", "warning:", "ignoring", "unknown"].contains { line.lowercased().contains($0) }
            }
            if !result.succeeded || !complaints.isEmpty {
                return .failed(complaints.isEmpty ? result.lines : complaints)
            }
        }
        return .passed("\(files.count) file\(files.count == 1 ? "" : "s")")
    }
}

/// `crontab -n`, Debian's syntax check, over each job; it takes the user's name in a system crontab for the command.
struct CronVerifier: Verifier {
    let name = "cron"

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard let crontab = Tool("crontab") else { return .notRun("cron is not installed") }
        let files = scratch.artifacts(under: "etc/cron.d/")
        if files.isEmpty { return .nothing }
        for file in files {
            // run-parts rules: cron passes over a name with a dot without a word.
            if file.path.split(separator: "/").last?.contains(".") == true {
                return .failed(["\(file.path): cron ignores a name with a dot"])
            }
            let result = try await crontab.run(["-n", scratch.path(of: file)])
            guard result.succeeded else { return .failed(result.lines) }
        }
        return .passed("\(files.count) file\(files.count == 1 ? "" : "s")")
    }
}
