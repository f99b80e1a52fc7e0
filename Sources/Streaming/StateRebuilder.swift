internal import Commerce
internal import Lake
internal import Live
internal import Windowing

/// Makes a lost state anew from the tables: the committed transactions go once more through the code that made it.
///
/// The lateness rule is a function of each partition's own order, so every verdict comes out as it did the first time. It is
/// enough to judge all messages by the last horizon: an earlier one was smaller, and what it lets pass besides lies in
/// windows that the last commit has forgotten. Which revisions were written is read from `windows`.
struct StateRebuilder {
    let history: any TransactionHistory

    /// Puts windows and live figures into a state whose other parts come from the last commit's record.
    func rebuild(_ state: inout PipelineState, written windows: DeltaTable) throws {
        try rebuildLive(&state)
        var written: [Windowing.WindowRow] = []
        try WindowsTable.forEachBatch(of: windows.snapshot.sortedFiles, on: windows.fileSystem) { rows in
            written += try rows.map(Windowing.WindowRow.init).filter { state.windows.remembers($0) }
        }
        state.windows.restoreWritten(
            written, windowsClosed: state.accounting.windowsClosed, revised: state.accounting.revised)
        state.windows.evict(through: state.horizon)
    }

    /// Puts the live figures alone into a state whose other parts come from the last commit's record; its windows are of
    /// no use afterwards, since none of them is known to be written.
    func rebuildLive(_ state: inout PipelineState) throws {
        let settings = state.windows.settings
        state.windows = WindowState(settings: settings)
        state.live = LiveAggregate(intervalLength: settings.size)
        var current: Partition?
        try history.replay { partition, offset, transaction in
            if current?.batch.partition != partition {
                try current?.finish(into: &state)
                current = Partition(partition, settings: settings)
            }
            try current?.take(transaction, offset: offset, into: &state)
        }
        try current?.finish(into: &state)
    }

    /// One partition on its second way through windows and live figures.
    private struct Partition: ~Copyable {
        var batch: TransactionBatch
        private var windows: PartialWindows
        private var live: LiveAggregate
        private var watermark = PartitionWatermark()

        init(_ partition: Int32, settings: WindowSettings) {
            batch = TransactionBatch(partition: partition)
            windows = PartialWindows(settings: settings)
            live = LiveAggregate(intervalLength: settings.size)
        }

        mutating func take(_ transaction: Transaction, offset: Int64, into state: inout PipelineState) throws {
            batch.append(transaction, offset: offset)
            if batch.isFull { try flush(into: &state) }
        }

        mutating func finish(into state: inout PipelineState) throws {
            try flush(into: &state)
            state.live.merge(live)
        }

        private mutating func flush(into state: inout PipelineState) throws {
            let rows = 0..<batch.count
            _ = windows.add(batch, rows: rows, watermark: &watermark, horizon: state.horizon)
            live.add(batch, rows: rows, arrival: Timestamp(microseconds: batch.timestamps.last ?? 0))
            try state.windows.merge(windows.take(from: batch))
            batch.removeAll()
        }
    }
}
