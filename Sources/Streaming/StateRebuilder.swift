internal import Commerce
internal import Lake
internal import Live
internal import Windowing

/// Makes a lost state anew from the tables: the committed transactions go once more through the code that made it.
///
/// Only windows that would still be in memory are made again. Earlier ones were written when the last commit was made, or that
/// commit calls them stale. Which revisions were written is read from `windows`.
struct StateRebuilder {
    let history: any TransactionHistory

    /// Puts windows and live figures into a state whose other parts come from the last commit's record.
    func rebuild(_ state: inout PipelineState, written windows: DeltaTable, currency: Currency) throws {
        try rebuildLive(&state)
        var written: [Windowing.WindowRow] = []
        try WindowsTable.forEachBatch(of: windows.snapshot.sortedFiles, on: windows.fileSystem, currency: currency) {
            rows in
            written += try rows.map(Windowing.WindowRow.init).filter { state.windows.remembers($0) }
        }
        state.windows.restoreWritten(
            written, windowsClosed: state.accounting.windowsClosed, revised: state.accounting.revised)
        state.stale.removeAll(endingAfter: state.windows.forgottenEnd)
        state.accounting.staleWindows = state.stale.count
    }

    /// Puts the live figures alone into a state whose other parts come from the last commit's record; its windows are of
    /// no use afterwards, since none of them is known to be written.
    func rebuildLive(_ state: inout PipelineState) throws {
        let settings = state.windows.settings
        state.windows = WindowState(settings: settings)
        state.windows.evict(through: state.watermark ?? .min)
        state.live = state.live.emptied
        var current: Partition?
        try history.replay { partition, offset, transaction in
            if current?.batch.partition != partition {
                try current?.finish(into: &state)
                current = Partition(partition, settings: settings, live: state.live.emptied)
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

        init(_ partition: Int32, settings: WindowSettings, live: LiveAggregate) {
            batch = TransactionBatch(partition: partition)
            windows = PartialWindows(settings: settings)
            self.live = live
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
            windows.add(batch, rows: rows, watermark: &watermark, forgottenEnd: state.windows.forgottenEnd)
            live.add(batch, rows: rows, arrival: Timestamp(microseconds: batch.timestamps.last ?? 0))
            var forgotten = StaleWindows(size: windows.settings.size)
            try state.windows.merge(windows.take(from: batch), stale: &forgotten)
            batch.removeAll()
        }
    }
}
