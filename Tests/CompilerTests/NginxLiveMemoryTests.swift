import Spec
import Testing

import struct Spec.Host

@Suite("nginx's memory, with the emitted files", needsNginx)
struct NginxLiveMemoryTests {
    /// The worst client that the bound counts: over each connection as many requests as nginx takes, each with as many
    /// bytes of header fields as it takes, whose answers are never read.
    private static func attack(_ bound: NginxMemoryBound) -> LiveNginx.Command {
        LiveNginx.Command(
            op: "hold", connections: bound.connections - listeners,

            fillerBytes: NginxMemoryBound.Buffers.largeClientHeader.bytes - 200, path: "/nothing", reload: true)
    }

    /// Two ports over IPv4 and IPv6, and the channel to the master process, take connections too.
    private static let listeners = 5

    @Test("stays within the bound in two generations that are both held by unread requests")
    func bound() async throws {
        let host = try LiveNginx.host("Tests/CompilerTests/Fixtures/nginx/live.yaml")
        let bound = NginxMemoryBound(host.spec.proxy)
        let nginx = try LiveNginx(host)
        let outcome = try await nginx.run(Self.attack(bound))
        let before = try #require(outcome.before)
        let during = try #require(outcome.during)
        #expect(outcome.held == 2 * (bound.connections - Self.listeners))
        #expect(outcome.streams == outcome.held.map { $0 * NginxMemoryBound.Buffers.concurrentStreams })
        // Half of the bound at least: else the attack, or the bound, is not what it says.
        #expect(during > bound.total.bytes >> 11 && during > 4 * before)
        #expect(during <= bound.total.bytes >> 10)
        print("nginx: \(before) KiB idle, \(during) KiB attacked, bound \(bound.total.bytes >> 10) KiB")
    }
}
