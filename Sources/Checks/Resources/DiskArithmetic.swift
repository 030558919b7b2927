internal import Spec

extension DiskBudget {
    /// All that is given out, the largest first; equal ones in the order of the spec.
    var contributors: [Share] {
        shares.enumerated().filter { $0.element.amount > .zero }
            .sorted { ($1.element.amount, $0.offset) < ($0.element.amount, $1.offset) }.map(\.element)
    }

    /// The largest contributors in words.
    var contributorText: String {
        let all = contributors
        let named = all.prefix(4).map { "\($0.owner) \($0.amount.rounded)" }.joined(separator: ", ")
        let rest = all.dropFirst(4)
        return rest.isEmpty ? named : "\(named) and \(rest.count) more with \(rest.map(\.amount).total.rounded)"
    }

    /// Whether what is given out, without any copy, exceeds what there is.
    ///
    /// With copies this is the whole disk: the free share belongs to them, and `retention-over-disk` weighs both.
    var isOvercommitted: Bool { allotted > allottable }

    /// What may be given out without copies.
    var allottable: ByteSize { backups > .zero ? total : limit }
}
