internal import Commerce
internal import SparkConnect
internal import Streaming
internal import TransactionLogs

extension SparkAttempt {
    /// Looks after a query: finds or starts it, hears what it says, and starts it again when it has failed.
    func supervise(
        _ supervised: inout SupervisedQuery, start: () throws -> StreamingQuery
    ) throws {
        guard !supervised.hasEnded else { return }
        guard let query = supervised.query else {
            guard parts.clock.now().microseconds >= supervised.nextStart else { return }
            let name = supervised.name
            let found = try cluster.activeQueries().first { $0.name == name }
            if settings.pipeline.untilEnd, let found {
                // It may be one that follows the log, which would not end by itself.
                try cluster.stop(found)
                supervised.began(try start())
            } else {
                supervised.began(try found ?? start())
            }
            return
        }
        let isActive = try cluster.isActive(query)
        supervised.note(try cluster.lastProgress(of: query))
        guard !isActive else { return }
        guard let failure = try cluster.failure(of: query) else {
            if settings.pipeline.untilEnd, try hasReachedEnd(supervised) { return supervised.ended() }
            return try restart(&supervised, "it was stopped by somebody else.", nil)
        }
        try restart(&supervised, failure.description, failure)
    }

    /// Whether a bounded query has done its work, and was not just stopped: the one that reads the topic must have come to
    /// where the topic ended when the attempt began.
    private func hasReachedEnd(_ supervised: SupervisedQuery) throws -> Bool {
        guard supervised.name == queries.transactionsName else { return true }
        return hasReached(ends, try committedOffsets() ?? [:])
    }

    /// Whether everything up to some ends is taken in or was accounted for before.
    func hasReached(_ ends: [Int32: Int64], _ reached: [Int32: Int64]) -> Bool {
        ends.allSatisfy { partition, end in
            max(reached[partition] ?? 0, tally.settled[partition] ?? 0) >= end
        }
    }

    private func restart(_ supervised: inout SupervisedQuery, _ why: String, _ failure: SparkError?) throws {
        // Spark says of a topic that was created again that offsets are missing, if it says anything.
        try parts.log.confirmIdentity()
        let now = parts.clock.now().microseconds
        guard supervised.failed(now: now, delay: settings.pipeline.retry.delay) else {
            throw SparkJobError(
                .queryFailed,
                "the query `\(supervised.name)` on \(lake.progress.engine) failed \(SupervisedQuery.patience) times without "
                    + "finishing a batch; the last time: \(why)")
        }
        parts.onEvent(.interrupted("the query `\(supervised.name)` on Spark has ended: \(why) It is started again."))
    }

    /// Starts the query from the topic into `transactions`, at its checkpoint if it has one.
    func startTransactions() throws -> StreamingQuery {
        var offsets = lake.progress.partitions.mapValues(\.offset).reduce(into: [Int32: Int64]()) { result, entry in
            if let partition = Int32(entry.key) { result[partition] = entry.value }
        }
        // Spark wants to be told of every partition: -2 is its word for the beginning.
        for partition in try parts.log.partitions() where offsets[partition] == nil { offsets[partition] = -2 }
        try cluster.createView(SparkQueries.messages, of: queries.topic(from: offsets))
        return try cluster.start(queries.transactionsQuery(isBounded: settings.pipeline.untilEnd))
    }

    /// Starts the query from `transactions` into `windows`, at its checkpoint if it has one.
    func startWindows() throws -> StreamingQuery {
        try cluster.createView(
            SparkQueries.stream, of: queries.transactions(from: lake.progress.firstVersion))
        return try cluster.start(
            queries.windowsQuery(isBounded: settings.pipeline.untilEnd, boundary: lake.progress.boundary))
    }
}
