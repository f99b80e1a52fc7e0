internal import Commerce
internal import Lake
internal import TransactionLogs
internal import Windowing

/// Opens the lanes of a log where a lake's last commit stands.
struct LaneOpening {
    /// How often a partition is opened anew because retention went on between two looks at it.
    private static let tries = 4

    let log: any TransactionLog
    let fileSystem: any FileSystem
    let settings: PipelineSettings
    let committer: Committer

    /// The log's partitions, among which must be all that the lake knows: one that is missing would hold back the watermark
    /// for ever.
    func partitions() throws -> [Int32] {
        let partitions = try log.partitions()
        let missing = Set(committer.state.partitions.keys).subtracting(partitions).sorted()
        guard missing.isEmpty else {
            throw PipelineError(
                .lakeDoesNotMatch,
                "the lake holds messages of partition \(missing.map(String.init).joined(separator: ", ")), which "
                    + "\(log.identity) does not have. Restore the log, or use another lake.")
        }
        return partitions
    }

    /// Where a new lake begins, by partition; nil if that needs not be decided before the first messages are read.
    func beginnings(of partitions: [Int32]) throws -> [Int32: Int64]? {
        settings.start == .earliest ? nil : try settings.start.offsets(of: partitions, in: log)
    }

    /// Opens lanes, each from the offset that the lake says.
    ///
    /// - Parameter bounds: what is known of the run; the beginnings of new partitions are added to it.
    /// - Throws: `TransactionLogError` with code `.offsetOutOfRange` if retention has removed what was not read and that is not
    ///   allowed, or if the log ends before the lake does.
    func open(_ partitions: [Int32], _ bounds: inout RunBounds) throws -> [Lane] {
        var opened: [Lane] = []
        do {
            for partition in partitions { opened.append(try open(partition, &bounds)) }
        } catch {
            for lane in opened { lane.close() }
            throw error
        }
        return opened
    }

    private func open(_ partition: Int32, _ bounds: inout RunBounds) throws -> Lane {
        let state = committer.state
        let replaced = try state.partitions[partition].flatMap { start in
            try LogContinuation(log.identity, settings, lake: fileSystem.location).check(partition, of: log, start)
        }
        var tries = Self.tries
        while true {
            tries -= 1
            let offsets = try log.offsets(of: partition)
            let start = state.partitions[partition] ?? beginning(of: partition, offsets, &bounds)
            let lost = try lostOffsets(of: partition, from: start.offset, offsets)
            do {
                let lane = try PartitionLane(
                    partition: partition, from: start, skipping: lost, replaced: replaced,
                    until: bounds.ends?[partition],
                    forgottenEnd: state.windows.forgottenEnd, log: log, fileSystem: fileSystem, settings: settings)
                return Lane(partition: partition, lost: lost, replaced: replaced, content: Monitor(lane))
            } catch let error as TransactionLogError where error.code == .offsetOutOfRange && tries > 0 {
                // Retention may have gone on since the look; if it has not, the log has another reason.
                guard try log.offsets(of: partition).lowerBound > offsets.lowerBound else { throw error }
            }
        }
    }

    private func beginning(of partition: Int32, _ offsets: Range<Int64>, _ bounds: inout RunBounds) -> PartitionStart {
        let first = bounds.beginnings[partition] ?? offsets.lowerBound
        bounds.beginnings[partition] = first
        return PartitionStart(firstOffset: first, offset: first)
    }

    private func lostOffsets(of partition: Int32, from next: Int64, _ offsets: Range<Int64>) throws -> Range<Int64>? {
        guard next <= offsets.upperBound else {
            throw TransactionLogError(
                .offsetOutOfRange,
                "partition \(partition) of \(log.identity) ends at offset \(offsets.upperBound), and the lake goes on at "
                    + "offset \(next): the log was cut off, or it is another one or an older copy. Restore the log, or use "
                    + "another lake.")
        }
        guard next < offsets.lowerBound else { return nil }
        let lost = next..<offsets.lowerBound
        guard settings.allowsLoss else {
            throw TransactionLogError(
                .offsetOutOfRange,
                "\(Self.words(for: lost, of: partition, in: log)) Start with --allow-loss to go on at offset "
                    + "\(offsets.lowerBound) and to count them as lost; and let the log keep its messages longer.")
        }
        return lost
    }

    /// What is to be said of offsets that are gone.
    static func words(for lost: Range<Int64>, of partition: Int32, in log: any TransactionLog) -> String {
        "partition \(partition) of \(log.identity) begins at offset \(lost.upperBound), and the lake goes on at offset "
            + "\(lost.lowerBound): retention has removed \(lost.count) offsets that were not read."
    }
}
