import Testing

@testable import Spec

@Suite("The memory bound of nginx")
struct NginxMemoryBoundTests {
    private func proxy(_ mebibytes: Int, gzip: Bool = false) -> Proxy {
        Proxy(
            memory: .mebibytes(mebibytes), cpus: CPUShare(millicores: 200), disk: .gibibytes(1), gzip: gzip,
            requestsPerSecond: 20)
    }

    @Test("of the default memory allows 105 connections, a third of them in service")
    func defaultMemory() {
        let bound = NginxMemoryBound(proxy(50))
        #expect(bound.connections == 105)
        #expect(bound.requestsInService == 35)
        #expect(bound.requestsPerClient == 17)
        #expect(bound.openFiles == 274)
        // By hand, in KiB: 1024 + 1568 + 2 × 2560 + 2 × 105 × (206 + 432 / 1024).
        #expect(bound.total.bytes == (1024 + 1568 + 5120 + 2 * 105 * 206) * 1024 + 2 * 105 * 432)
    }

    @Test("with compression allows fewer, because every request in service may hold a compressor")
    func compression() {
        let bound = NginxMemoryBound(proxy(50, gzip: true))
        #expect(bound.connections == 87)
        // A request in service: 12 + 8 + 4 + 16 + 264 + 32 KiB, of which 206 are counted with its second slot.
        #expect(
            bound.terms.last == NginxMemoryBound.Term(name: "requests in service", amount: .kibibytes(130 * 29 * 2)))
    }

    @Test(
        "is not above the memory, and three more connections would be", arguments: [24, 30, 50, 64, 128, 500, 1024],
        [false, true])
    func largest(mebibytes: Int, gzip: Bool) {
        let bound = NginxMemoryBound(proxy(mebibytes, gzip: gzip))
        let more = NginxMemoryBound(
            connections: bound.connections + 3, compresses: gzip, allowed: .mebibytes(mebibytes))
        guard bound.connections > NginxMemoryBound.fewestConnections else {
            #expect(!more.fits)
            return
        }
        #expect(bound.fits)
        #expect(!more.fits)
    }

    @Test("never falls below the fewest connections, and says that they do not fit")
    func tooLittle() {
        let bound = NginxMemoryBound(proxy(10))
        #expect(bound.connections == NginxMemoryBound.fewestConnections)
        #expect(!bound.fits)
    }

    @Test("never rises above what open files allow")
    func tooMuch() {
        let bound = NginxMemoryBound(proxy(100_000))
        #expect(bound.connections == NginxMemoryBound.mostConnections)
        #expect(bound.connections.isMultiple(of: 3))
        #expect(bound.fits)
    }
}
