internal import Spec

/// An image build that the running apps leave no memory for.
enum BuildOnServerOverMemory: Check {
    static let description = CheckDescription(
        id: "build-on-server-over-memory", area: .memory,
        summary: "An image is built on the server only if the memory beside the running apps is enough for the build.",
        reason: """
            A build runs while the apps do, outside their limits. A bundler or compiler takes about 1 GB; on a machine \
            with 1 GB it is killed half-way, or it takes the apps with it. Build where memory is cheap and pull the image.
            """,
        bad: .fragment(
            """
            apps:
              voice:
                source: { image: ~, build: ./api, memory: 1G }
            """),
        good: .fragment(
            """
            apps:
              voice:
                source: { image: ghcr.io/owner/voice:1.0.0 }
            """))

    static func findings(in host: Host) -> [Finding] {
        let budget = host.memory
        guard !budget.lacksLimit else { return [] }
        let free = budget.allocatableBytes + budget.usableSwap.bytes - budget.limitSum.bytes
        return host.apps.compactMap { app in
            guard case .build(let build) = app.app.source, build.memory.bytes > free else { return nil }
            return .buildOverMemory(app, build, free: ByteSize(bytes: max(0, free)), budget)
        }
    }
}

// MARK: Messages

extension Finding {
    fileprivate static func buildOverMemory(
        _ app: HostedApp, _ build: ImageSource.Build, free: ByteSize, _ budget: MemoryBudget
    ) -> Finding {
        let missing = build.memory.bytes - free.bytes
        // Only half of the swap counts; rounded up to whole quarters of a GiB.
        let quarter = ByteSize.mebibytes(256)
        let swap = quarter * ((2 * missing + quarter.bytes - 1) / quarter.bytes)
        return Finding(
            "building app `\(app.app.id.text)` takes \(build.memory.rounded) of memory, but \(free.rounded) are free beside the running apps",
            at: app.path["source"]["build"], label: "built on the server",
            related: [(app.path["source"]["memory"], "what the build takes at its peak")],
            note: "\(budget.formula); the limits take \(budget.limitSum.rounded)",
            help: budget.allocatableBytes > budget.limitSum.bytes
                ? "build elsewhere and give `image:`; or add \(swap.rounded) of swap"
                : "build elsewhere and give `image:`")
    }
}
