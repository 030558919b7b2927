import Foundation
import Glibc
import Spec
import TestSupport
import Testing

@testable import Compiler

/// Runs the program for real, in a network and mount namespace of its own with a copy of UFW's files.
struct FirewallTests {
    private static let path = "opt/nagaya/bin/firewall"

    @Test func `emits the recorded program`() throws {
        try expectGoldens(FirewallEmitter.artifacts(for: SampleHost.host()), "Firewall")
    }

    @Test func `is clean under shellcheck`() throws {
        let artifact = try FirewallEmitter.artifact(Self.path, for: SampleHost.host())
        #expect(artifact.isExecutable)
        let result = try run(
            "shellcheck", ["--enable=all", "--exclude=SC2310,SC2311,SC2312,SC2250", "--shell=bash", "-"],
            input: artifact.contents)
        #expect(result.status == 0, "needs shellcheck: \(result.output)")
    }

    @Test func `opens what the spec says, for both families, and nothing for ports on loopback`() throws {
        let run = try inNamespace(
            ["new": SampleHost.host()], "./new >/dev/null; ufw status numbered; ufw status verbose | grep Default")
        #expect(run.status == 0, "\(run.error)")
        let rules = run.output.split(separator: "\n").filter { $0.hasPrefix("[") }.map { line in
            line.split(separator: "#")[0].split(separator: "]")[1].split(separator: " ").joined(separator: " ")
        }
        #expect(
            rules == [
                "22/tcp LIMIT IN Anywhere", "80/tcp ALLOW IN Anywhere", "443/tcp ALLOW IN Anywhere",
                "443/udp ALLOW IN Anywhere",
                "9000/tcp DENY IN Anywhere", "22/tcp (v6) LIMIT IN Anywhere (v6)", "80/tcp (v6) ALLOW IN Anywhere (v6)",
                "443/tcp (v6) ALLOW IN Anywhere (v6)", "443/udp (v6) ALLOW IN Anywhere (v6)",
                "9000/tcp (v6) DENY IN Anywhere (v6)",
            ])
        #expect(run.output.contains("Default: deny (incoming), allow (outgoing)"))
    }

    @Test func `changes nothing the second time`() throws {
        let run = try inNamespace(
            ["new": SampleHost.host()],
            "./new >/dev/null; ufw status numbered >first; ./new; ufw status numbered | diff first -")
        #expect(run.status == 0, "\(run.error)")
        #expect(run.output == "", "the second run says nothing, because it calls nothing that changes")
    }

    @Test func `takes back what the spec no longer has, and leaves the rules of others`() throws {
        let old = try SampleHost.host()
        let new = try SampleHost.host(replacing: [
            "firewall: { allow: [443/udp], deny: [9000] }\n": "firewall: { allow: [9000, 1194/udp] }\n"
        ])
        let run = try inNamespace(
            ["old": old, "new": new],
            """
            ufw allow 5000/tcp comment 'mine' >/dev/null
            ./old >/dev/null
            ufw deny from 198.51.100.9 >/dev/null
            ./new >/dev/null
            ufw show added | tail -n +2
            """)
        #expect(run.status == 0, "\(run.error)")
        #expect(
            run.output.split(separator: "\n") == [
                "ufw limit 22/tcp comment 'nagaya: SSH (limit 22/tcp)'",
                "ufw allow 5000/tcp comment 'mine'",
                "ufw allow 80/tcp comment 'nagaya: HTTP, for certificates and the redirect (allow 80/tcp)'",
                "ufw allow 443/tcp comment 'nagaya: HTTPS (allow 443/tcp)'",
                "ufw allow 9000/tcp comment 'nagaya: allowed by the spec (allow 9000/tcp)'",
                "ufw deny from 198.51.100.9",
                "ufw allow 1194/udp comment 'nagaya: allowed by the spec (allow 1194/udp)'",
            ])
    }

    /// Every call of ufw is recorded together with what the rules were just before it.
    @Test(arguments: [
        "ssh: { port: 22 }", "ssh: { port: 2222 }", "ssh: { from: [203.0.113.0/24, \"2001:db8::/32\", 10.1.2.3/8] }",
    ])
    func `has a rule for SSH before the firewall is on, and at every step after`(ssh: String) throws {
        let old = try SampleHost.host()
        let new = try SampleHost.host(replacing: ["  plan:\n": "  \(ssh)\n  plan:\n"])
        let run = try inNamespace(
            ["old": old, "new": new],
            """
            mkdir wrapped
            cat >wrapped/ufw <<'WRAPPER'
            #!/bin/bash
            if grep -q 'ENABLED=yes' /etc/ufw/ufw.conf || [[ $* == *enable* ]]; then
              grep -qE 'tuple ### (allow|limit) tcp (22|2222) ' /etc/ufw/user.rules || echo "locked out before: $*" >>LOCKED
            fi
            echo "$*" >>CALLS
            exec /usr/sbin/ufw "$@"
            WRAPPER
            chmod +x wrapped/ufw
            export PATH=$PWD/wrapped:$PATH
            ./old >/dev/null; ./new >/dev/null; ./new >/dev/null
            cat LOCKED 2>/dev/null
            grep -c . CALLS
            ufw status | grep -c nagaya
            """)
        #expect(run.status == 0, "\(run.error)")
        #expect(!run.output.contains("locked out"), "\(run.output)")
        let counts = run.output.split(separator: "\n").compactMap { Int($0) }
        #expect(counts.count == 2 && counts.allSatisfy { $0 > 8 }, "the wrapper saw the calls: \(run.output)")
    }

    @Test func `keeps the same rules over runs when networks are written with host bits`() throws {
        let host = try SampleHost.host(replacing: [
            "  plan:\n": "  ssh: { from: [10.1.2.3/8, \"2001:db8::5/48\", 203.0.113.9/32] }\n  plan:\n"
        ])
        let run = try inNamespace(
            ["new": host], "./new >/dev/null; ufw status numbered >first; ./new; ufw status numbered | diff first -")
        #expect(run.status == 0 && run.output == "", "\(run.error) \(run.output)")
    }

    @Test func `refuses to close the port that sshd listens on`() throws {
        let run = try inNamespace(
            ["new": SampleHost.host()],
            """
            mkdir fake; printf '#!/bin/sh\\necho port 2200; echo port 2201\\n' >fake/sshd; chmod +x fake/sshd
            if PATH=$PWD/fake:$PATH ./new; then echo went on; fi
            ufw show added
            """)
        #expect(run.error.contains("sshd listens on port 2200, 2201, the spec says 22; nothing was changed"))
        #expect(run.output.contains("(None)") && !run.output.contains("went on"), "\(run.output)")
    }

    @Test(arguments: [("127.0.0.0/8", true), ("203.0.113.0/24", false)])
    func `refuses networks from which nobody who is logged in comes`(network: String, goesOn: Bool) throws {
        let host = try SampleHost.host(replacing: ["  plan:\n": "  ssh: { from: [\(network)] }\n  plan:\n"])
        let run = try inNamespace(
            ["new": host],
            """
            /usr/bin/python3 - <<'PYTHON' &
            import socket, time
            server = socket.create_server(("127.0.0.1", 22))
            client = socket.create_connection(("127.0.0.1", 22))
            open("ready", "w").close()
            time.sleep(20)
            PYTHON
            peer=$!
            for _ in $(seq 100); do [[ -e ready ]] && break; sleep 0.1; done
            if ./new >/dev/null; then echo went on; fi
            kill $peer
            """)
        #expect(run.output.contains("went on") == goesOn, "\(run.error)")
        #expect(run.error.contains("nobody who is logged in") == !goesOn, "\(run.error)")
    }

    @Test func `covers IPv6 where it was left open`() throws {
        let run = try inNamespace(
            ["new": SampleHost.host()],
            """
            sed -i 's/^IPV6=yes/IPV6=no/' /etc/default/ufw
            ufw --force enable >/dev/null
            ./new >/dev/null
            grep IPV6 /etc/default/ufw; ip6tables -S | grep -c 'ufw6-user-input.*--dport 22 '
            """)
        #expect(run.status == 0, "\(run.error)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "IPV6=yes" && Int(lines.last ?? "0") ?? 0 > 0, "\(run.output)")
    }

    /// Runs a script with the hosts' firewall programs in its working directory, under the names given.
    private func inNamespace(_ programs: [String: ResolvedHost], _ script: String) throws -> CommandResult {
        let directory = try TemporaryDirectory()
        for (name, host) in programs {
            let program = try FirewallEmitter.artifact(Self.path, for: host)
            try Data(program.contents).write(to: directory.url(name))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.url(name).path)
        }
        let prepared = """
            set -eu
            mount -t tmpfs tmpfs /run
            cp -a /etc/ufw /run/ufw-rules; cp /etc/default/ufw /run/ufw-defaults
            mount --bind /run/ufw-rules /etc/ufw
            mount --bind /run/ufw-defaults /etc/default/ufw
            ip link set lo up
            ufw --force disable >/dev/null
            set +e
            \(script)
            """
        try prepared.write(to: directory.url("script"), atomically: true, encoding: .utf8)
        let arguments = ["--mount", "--net", "--fork"] + (getuid() == 0 ? [] : ["--user", "--map-root-user"])
        return try run("unshare", arguments + ["bash", "script"], in: directory.url)
    }
}
