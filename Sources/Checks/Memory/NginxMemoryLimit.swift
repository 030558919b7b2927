internal import Spec

/// A proxy with too little memory to serve a handful of clients in the worst case.
enum NginxMemoryLimit: Check {
    static let description = CheckDescription(
        id: "nginx-memory-bound", area: .memory,
        summary: "nginx's worst case fits its memory with at least 48 connections.",
        reason: """
            nginx's connection limits are derived from its memory, so that no client can make it take more: every \
            connection may hold eight HTTP/2 requests with full header fields, in two generations of workers while a \
            reload lasts. With fewer than 48 connections a few browsers would lock each other out.
            """,
        bad: .fragment(
            """
            proxy: { memory: 20M }
            """),
        good: .fragment(
            """
            proxy: { memory: 50M }
            """))

    static func findings(in host: Host) -> [Finding] {
        let bound = NginxMemoryBound(host.spec.proxy)
        return bound.fits ? [] : [.unfit(bound, host.spec.proxy)]
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func unfit(_ bound: NginxMemoryBound, _ proxy: Proxy) -> Finding {
        let smallest = ByteSize.mebibytes(bound.total.mebibytes + 1)
        let terms = bound.terms.map { "\($0.name) \($0.amount.rounded)" }.joined(separator: ", ")
        return Finding(
            "nginx takes up to \(bound.total.rounded) with \(bound.connections) connections, and may take \(bound.allowed.rounded)",
            at: SpecPath("proxy", "memory"), label: "\((bound.total - bound.allowed).rounded) too little",
            note: "in the worst case, a reload included: \(terms)",
            help: proxy.gzip ? "give it \(smallest.text), or leave compression to the apps" : "give it \(smallest.text)"
        )
    }
}
