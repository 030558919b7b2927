import Compiler

#if canImport(Glibc)
    import Glibc
#endif

/// The firewall script, run twice for real in mount and network namespaces of its own.
struct FirewallVerifier: Verifier {
    let name = "ufw"

    /// Takes the script and a scratch directory.
    ///
    /// Nothing outside the two namespaces and that directory is written.
    private static let program = """
        set -eu
        mkdir -p "$2/etc" "$2/lib"
        cp -a /etc/ufw "$2/etc/"
        cp -a /etc/default/ufw "$2/etc/default-ufw"
        mount --make-rprivate /
        mount --bind "$2/etc/ufw" /etc/ufw
        mount --bind "$2/etc/default-ufw" /etc/default/ufw
        mount -t tmpfs tmpfs /run
        ip link set lo up
        bash "$1" >"$2/first.log" 2>&1 || { cat "$2/first.log"; exit 1; }
        ufw status numbered >"$2/first"
        bash "$1" >"$2/second.log" 2>&1 || { cat "$2/second.log"; exit 1; }
        ufw status numbered >"$2/second"
        grep -q '^Status: active' "$2/first" || { echo "the firewall is not active"; cat "$2/first"; exit 1; }
        diff "$2/first" "$2/second" || { echo "the second run changed the rules"; exit 1; }
        """

    func outcome(in scratch: Scratch) async throws -> VerificationOutcome {
        guard Tool("ufw") != nil, Tool("iptables") != nil else { return .notRun("ufw is not installed") }
        guard let unshare = Tool("unshare"), let bash = Tool("bash"), Tool("ip") != nil else {
            return .notRun("unshare, bash or ip is not installed")
        }
        guard let script = scratch.artifacts.first(where: { $0.path.hasSuffix("/bin/firewall") }) else {
            return .failed(["no firewall script was compiled"])
        }
        guard geteuid() == 0 else { return .notRun("ufw works only as root, also in a namespace of its own") }
        let directory = "\(scratch.directory)/firewall"
        try ScratchFiles.makeDirectory(directory)
        let namespace = ["--mount", "--net"]
        guard try await unshare.run(namespace + ["true"]).succeeded else {
            return .notRun("this machine does not allow namespaces")
        }
        let result = try await unshare.run(
            namespace + [bash.path, "-c", Self.program, "verify", scratch.path(of: script), directory])
        return result.succeeded ? .passed("run twice, the same rules") : .failed(result.lines)
    }
}
