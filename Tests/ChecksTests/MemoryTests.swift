import Checks
import Spec
import Testing

/// The plan's own numbers, laid over the reference spec.
private let planned = """
    host: { reserve: { memory: 150M } }
    apps:
      editor: { memory: 800M }
      voice: { memory: 200M }
    """

private func host(_ fragment: String) throws -> Host {
    Host(try #require(SpecFile(SourceFile(text: Example.fragment(fragment).spec)).spec))
}

@Suite("The memory budget")
struct MemoryTests {
    @Test("of 1024 MB the kernel leaves 966, and two containers leave 571 with the default reserve")
    func formula() throws {
        let budget = try host("proxy: { memory: 50M }").memory
        #expect(budget.usable.mebibytes == 966)
        #expect(budget.overhead.mebibytes == 40)
        #expect(budget.allocatable.mebibytes == 571)
        #expect(budget.limitSum.mebibytes == 434)
        #expect(budget.demand.mebibytes == 530)
        #expect(budget.steadyUse.mebibytes == 729)
    }

    @Test("the plan's limits ask for 1146 of 676 MB, and the message shows every part")
    func planned() throws {
        let found = try diagnostics(ofFragment: ChecksTests.planned).only("memory-overcommit")
        #expect(found.message == "limits and jobs ask for 1146 MB of memory, but 676 MB can be given")
        #expect(
            found.note
                == "of 1024 MB the kernel leaves 966 MB; less 150 MB reserve, 40 MB for 2 containers and 100 MB headroom, "
                + "676 MB are allocatable; asked by app `editor` 800 MB, app `voice` 200 MB, the backup job 96 MB, nginx 50 MB"
        )
        #expect(found.help == "lower the limit of app `editor` by 470 MB to 330 MB; or move to a machine with 2G")
    }

    @Test("a limit is never reached above what is left without headroom, and from there on it is")
    func reachable() throws {
        // 966.656 − 150 − 40 leave 776.656 MB.
        for (limit, isTold) in [(776, false), (777, true)] {
            let found = diagnostics(
                ofFragment: "host: { reserve: { memory: 150M } }\napps: { editor: { memory: \(limit)M } }")
            #expect(rules(found).contains("limit-never-reached") == isTold, "\(limit)")
            #expect(rules(found).contains("memory-overcommit"))
        }
    }

    @Test("the suggested limit fits, and one more megabyte does not", arguments: [305, 330, 400, 570, 900])
    func suggestion(_ limit: Int) throws {
        func text(_ limit: Int) -> String { "apps: { editor: { memory: \(limit)M } }" }
        let first = diagnostics(ofFragment: text(limit)).first {
            ["memory-overcommit", "memory-headroom"].contains($0.rule)
        }
        let help = try #require(first?.help)
        let match = try #require(help.firstMatch(of: /by (\d+) MB to (\d+) MB/))
        let (less, suggested) = (Int(match.1) ?? 0, Int(match.2) ?? 0)
        #expect(less + suggested == limit)
        #expect(rules(diagnostics(ofFragment: text(suggested))) == [])
        #expect(rules(diagnostics(ofFragment: text(suggested + 1))) != [])
    }

    @Test("the suggested machine is large enough")
    func suggestedMachine() throws {
        let apps = "apps: { editor: { memory: 3000M, cpus: 0.7 }, voice: { memory: 2800M } }"
        let found = diagnostics(ofFragment: apps)
        let help = try #require(try found.only("memory-overcommit").help)
        let size = try #require(help.firstMatch(of: /machine with (\d+)G/)?.1)
        #expect(rules(diagnostics(ofFragment: "host: { memory: \(size)G }\n\(apps)")) == [])
        let smaller = (Int(size) ?? 0) - 1
        #expect(rules(diagnostics(ofFragment: "host: { memory: \(smaller)G }\n\(apps)")) != [])
    }

    @Test("says one thing about one mistake")
    func cascades() {
        let missing = diagnostics(ofFragment: "apps: { editor: { memory: ~ }, voice: { memory: 600M } }")
        #expect(rules(missing) == ["memory-limit-missing"])
        let overcommitted = diagnostics(ofFragment: "apps: { editor: { memory: 500M } }")
        #expect(rules(overcommitted) == ["memory-overcommit"])
    }

    @Test("names the largest of many apps and counts the rest")
    func manyApps() throws {
        let apps = (0..<20).map { index in
            """
              a\(index):
                directory: /opt/a\(index)
                source: { image: "node:22-alpine" }
                port: \(9000 + index)
                routes: [{ path: /a\(index)/ }]
                memory: \(40 + index)M
                cpus: 0.01
                disk: 100M
                health: { path: /health }
            """
        }
        let found = try diagnostics(ofFragment: "apps:\n" + apps.joined(separator: "\n")).only("memory-overcommit")
        #expect(
            found.note?.hasSuffix(
                "app `editor` 256 MB, app `voice` 128 MB, the backup job 96 MB, app `a19` 59 MB and 20 more with 981 MB"
            ) == true)
        #expect(found.related.count == 4)
        #expect(found.help == "lower several limits: 75 MB are left for all of them; or move to a machine with 3G")
    }

    @Test("half of the swap counts for a build, and none for a limit")
    func swap() {
        let build = "apps: { voice: { source: { image: ~, build: ./api, memory: 1G } } }"
        #expect(rules(diagnostics(ofFragment: build)) == ["build-on-server-over-memory"])
        #expect(rules(diagnostics(ofFragment: "host: { swap: 1G }\n\(build)")) == ["build-on-server-over-memory"])
        #expect(rules(diagnostics(ofFragment: "host: { swap: 1792M }\n\(build)")) == [])
    }

    @Test("absurd sizes are refused with a message, not with a crash", arguments: ["80%", "1%"])
    func absurd(_ threshold: String) {
        let fragment = "host: { thresholds: { memory: \(threshold) } }\napps: { editor: { memory: 8000000000M } }"
        #expect(rules(diagnostics(ofFragment: fragment)) == ["limit-never-reached", "memory-overcommit"])
    }
}
