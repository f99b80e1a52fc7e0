internal import Lake
internal import TransactionLogs

/// Opens the lanes of a log where a lake's last commit stands.
struct LaneOpening {
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

    /// Opens lanes, each from the offset that the lake says.
    ///
    /// - Parameter ends: where the lanes of a bounded run stop; nil for lanes without an end.
    func open(_ partitions: [Int32], until ends: [Int32: Int64]?) throws -> [Lane] {
        var opened: [Lane] = []
        do {
            for partition in partitions { opened.append(try open(partition, until: ends?[partition])) }
        } catch {
            for lane in opened { lane.close() }
            throw error
        }
        return opened
    }

    private func open(_ partition: Int32, until end: Int64?) throws -> Lane {
        let state = committer.state
        let start = try state.partitions[partition] ?? beginning(of: partition)
        let lane = try PartitionLane(
            partition: partition, from: start, until: end, horizon: state.horizon, log: log, fileSystem: fileSystem,
            settings: settings)
        return Lane(partition: partition, content: Monitor(lane))
    }

    private func beginning(of partition: Int32) throws -> PartitionStart {
        let first = try log.offsets(of: partition).lowerBound
        return PartitionStart(firstOffset: first, offset: first)
    }
}
