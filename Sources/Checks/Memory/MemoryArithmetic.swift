internal import Spec

extension MemoryBudget {
    /// What may be given to limits and jobs, in bytes; negative if the system alone needs more than there is.
    var allocatableBytes: Int {
        usable.bytes - reserve.bytes - overhead.bytes - Self.headroom.bytes
    }

    /// The most that a limit can be and still be reached: what is left when nobody else uses anything, headroom included.
    var reachable: ByteSize { usable - reserve - overhead }

    /// Whether the worst minute needs more than there is, half of the swap included.
    var isOvercommitted: Bool { demand.bytes > allocatableBytes + usableSwap.bytes }

    /// Whether somebody may take all there is.
    var lacksLimit: Bool { limits.count <= containers }

    /// All that asks for memory, the largest first; equal ones in the order of the spec.
    var contributors: [Share] { Self.largestFirst(limits + [job].compactMap { $0 }) }

    /// All that has a limit, the largest first.
    var largestLimits: [Share] { Self.largestFirst(limits) }

    private static func largestFirst(_ shares: [Share]) -> [Share] {
        shares.enumerated().sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }.map(\.element)
    }

    private var containerText: String {
        "\(overhead.rounded) for \(containers) \(containers == 1 ? "container" : "containers")"
    }

    private var usableText: String {
        "of \(nominal.mebibytes) MB the kernel leaves \(usable.rounded); less \(reserve.rounded) reserve"
    }

    /// The formula with its numbers: how much of the machine is allocatable.
    var formula: String {
        let parts =
            "\(usableText), \(containerText) and \(Self.headroom.rounded) headroom, \(allocatable.rounded) are allocatable"
        return swap > .zero ? "\(parts), and half of \(swap.rounded) swap" : parts
    }

    /// The same without headroom: how much a limit can be and still act.
    var reachableFormula: String { "\(usableText) and \(containerText), \(reachable.rounded) are left" }

    /// The largest shares in words: `app "editor" 800 MB, app "voice" 200 MB and 2 more with 90 MB`.
    static func text(of shares: [Share]) -> String {
        let named = shares.prefix(4).map { "\($0.owner) \($0.amount.rounded)" }.joined(separator: ", ")
        let rest = shares.dropFirst(4)
        return rest.isEmpty ? named : "\(named) and \(rest.count) more with \(rest.map(\.amount).total.rounded)"
    }

    /// The smallest change after which the worst minute fits and the steady use is below the threshold.
    func smallestChange(threshold: Percentage) -> String {
        let overDemand = demand.bytes - allocatableBytes - usableSwap.bytes
        let overSteady = steadyUse.bytes - threshold.of(usable).bytes
        let excess = max(overDemand, overSteady, 0)
        let largest = contributors.first { $0.path.components.first == .key("apps") }
        let larger = "move to a machine with \(fittingMachine(threshold: threshold).text)"
        guard let largest else { return larger }
        let kept = largest.amount.bytes - excess
        // Less than a quarter of what an app was given is no change but another app.
        guard kept >= largest.amount.bytes / 4, kept >= Self.mebibyte else {
            let together = ByteSize(bytes: max(0, limitSum.bytes - excess))
            guard together > .zero else { return larger }
            return "lower several limits: \(together.rounded) are left for all of them; or \(larger)"
        }
        let limit = ByteSize.mebibytes(kept / Self.mebibyte)
        return
            "lower the limit of \(largest.owner) by \((largest.amount - limit).rounded) to \(limit.rounded); or \(larger)"
    }

    /// The smallest machine, in whole GiB, that has room for all of this.
    private func fittingMachine(threshold: Percentage) -> ByteSize {
        let demanded = reserve.bytes + overhead.bytes + Self.headroom.bytes + demand.bytes - usableSwap.bytes
        // No machine is as large as 64 PiB, and below it nothing here overflows.
        let steady = min(steadyUse.bytes, 1 << 56) / threshold.percent * 100 + 100
        let nominal = max(min(demanded, 1 << 56), steady, 0) / Self.usablePermille * 1000 + 1_000_000
        return .gibibytes((nominal + 1 << 30 - 1) >> 30)
    }

    private static let mebibyte = 1 << 20
}
