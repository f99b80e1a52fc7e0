internal import Commerce
internal import Lake
internal import Live
internal import Windowing

/// Makes a lost state anew from the tables: the committed transactions go once more through the code that made it.
///
/// The lateness rule is a function of each partition's own order and of the recorded horizons, so every verdict comes out as
/// it did the first time. Which revisions were written is read from `windows`.
struct StateRebuilder {
    let settings: PipelineSettings
    let history: any TransactionHistory
    /// What each commit took in, from the lake's history; pieces that the history no longer has are judged without a horizon.
    let pieces: [CommitRecord.Piece]

    /// Puts windows and live figures into a state whose other parts come from the last commit's record.
    func rebuild(_ state: inout PipelineState, written windows: DeltaTable) throws {
        try rebuildFromTransactions(&state)
        var written: [Windowing.WindowRow] = []
        try WindowsTable.forEachBatch(of: windows.snapshot.sortedFiles, on: windows.fileSystem) { rows in
            written += try rows.map(Windowing.WindowRow.init).filter { state.windows.remembers($0) }
        }
        state.windows.restoreWritten(written)
    }

    /// Puts the live figures alone into a state.
    func rebuildLive(_ state: inout PipelineState) throws {
        try rebuildFromTransactions(&state)
    }

    private func rebuildFromTransactions(_ state: inout PipelineState) throws {
        state.windows = WindowState(settings: settings.windows)
        state.live = LiveAggregate(intervalLength: settings.windows.size)
        var current: Partition?
        try history.replay { partition, offset, transaction in
            if current?.batch.partition != partition {
                try current?.finish(into: &state)
                current = Partition(partition, pieces: pieces, settings: settings.windows)
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
        private var pieces: ArraySlice<CommitRecord.Piece>

        init(_ partition: Int32, pieces: [CommitRecord.Piece], settings: WindowSettings) {
            batch = TransactionBatch(partition: partition)
            windows = PartialWindows(settings: settings)
            live = LiveAggregate(intervalLength: settings.size)
            self.pieces = pieces.filter { $0.partition == partition }.sorted { $0.from < $1.from }[...]
        }

        mutating func take(_ transaction: Transaction, offset: Int64, into state: inout PipelineState) throws {
            if let piece = pieces.first, offset >= piece.to {
                try flush(into: &state)
                while let piece = pieces.first, offset >= piece.to { pieces.removeFirst() }
            }
            batch.append(transaction, offset: offset)
            if batch.isFull { try flush(into: &state) }
        }

        mutating func finish(into state: inout PipelineState) throws {
            try flush(into: &state)
            state.live.merge(live)
        }

        private mutating func flush(into state: inout PipelineState) throws {
            let rows = 0..<batch.count
            // Windows that the last commit had forgotten need not be remembered on the way there.
            let horizon = max(pieces.first?.horizon ?? .min, state.horizon)
            _ = windows.add(batch, rows: rows, watermark: &watermark, horizon: horizon)
            live.add(batch, rows: rows, arrival: Timestamp(microseconds: batch.timestamps.last ?? 0))
            try state.windows.merge(windows.take(from: batch))
            batch.removeAll()
        }
    }
}
