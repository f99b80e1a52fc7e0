public import Commerce

/// The windows of one lane since its last cut: the hot path from decoded batches to totals.
///
/// **Late transactions.** Every transaction counts, however late. Windows whose state has been forgotten (see `WindowState`)
/// can't take one any more; their starts are noted instead, and the lake recomputes them. The lane learns at each cut what
/// has been forgotten, which only spares it work: `WindowState.merge` decides.
///
/// **Storage.** A window in work is a row of totals, one for each dictionary id. Rows of a batch are taken in runs that
/// fall into one window, so that a window is looked up once per run. The table is bounded: when it is full, or the dictionaries outgrow its layout, its totals
/// are put aside in a list and it begins anew; ids beyond `maximumDenseIDs` go to the list at once. The list may hold
/// several parts of one window and key, which `WindowState` adds up.
public struct PartialWindows: Sendable {
    /// Ids of a dimension from here on are not given a place in the table.
    static let maximumDenseIDs = 1_024
    /// The most totals (of 32 bytes) in the table.
    static let maximumDenseTotals = 524_288
    /// Parts put aside after which a lane should be cut.
    static let maximumParts = 262_144
    /// Revenue of a window from which on its totals are put aside: a batch can't lift it to the end of `Int64` from there.
    static let maximumDenseRevenue: Int64 = 1 << 62

    /// How event time is cut into windows.
    public let settings: WindowSettings

    private var partition: Int32?
    private var layout = DenseLayout()
    private var table: [WindowTotals] = []
    private var starts: [Int64] = []
    private var slots: [Int64: Int] = [:]
    private var currentStart = Int64.max
    private var currentSlot = 0
    private var parts: [CutWindows.Part] = []
    private var forgotten: Set<Int64> = []

    /// No windows.
    public init(settings: WindowSettings) {
        self.settings = settings
    }

    /// Whether there is nothing to cut.
    public var isEmpty: Bool { starts.isEmpty && parts.isEmpty && forgotten.isEmpty }

    /// Whether so much is held that the lane should be cut before its time.
    public var isFull: Bool { parts.count + forgotten.count >= Self.maximumParts }

    /// Takes rows of the lane's batch into their windows, in order.
    ///
    /// Between two cuts all rows must be of one partition. Timestamps must be those of years 1 to 9999 and amounts those
    /// that the decoder lets pass; sums beyond `Int64` trap.
    ///
    /// - Parameters:
    ///   - rows: the rows that were not given before.
    ///   - watermark: the partition's watermark before these rows; afterwards, behind them.
    ///   - forgottenEnd: windows that end at this moment or before, in microseconds since the epoch, are known to be
    ///     forgotten; `Int64.min` for none.
    public mutating func add(
        _ batch: borrowing TransactionBatch, rows: Range<Int>, watermark: inout PartitionWatermark, forgottenEnd: Int64
    ) {
        guard !rows.isEmpty else { return }
        adoptLayout(of: batch)
        let columns = WindowColumns(batch)
        var largest = watermark.largestEventTime ?? .min
        var row = rows.lowerBound
        while row < rows.upperBound {
            let start = settings.start(of: columns.timestamps[row])
            let end = start + settings.size
            let run = columns.run(from: row, to: rows.upperBound, start: start, end: end)
            if end <= forgottenEnd {
                forgotten.insert(start)
            } else {
                add(columns, rows: run.rows, start: start)
            }
            largest = max(largest, run.largestEventTime)
            row = run.rows.upperBound
        }
        watermark.observe(largest)
    }

    /// Hands over all windows and begins anew, keeping the storage.
    ///
    /// - Parameter batch: the lane's batch; its dictionaries name the keys.
    public mutating func take(from batch: borrowing TransactionBatch) -> CutWindows {
        precondition(partition == nil || partition == batch.partition, "a lane's rows are of one partition")
        putAside()
        defer {
            parts.removeAll(keepingCapacity: parts.count < Self.maximumParts)
            forgotten.removeAll()
            partition = nil
        }
        return CutWindows(
            parts: parts, forgotten: forgotten, categories: batch.categories, cities: batch.cities,
            paymentMethods: batch.paymentMethods)
    }

    private mutating func adoptLayout(of batch: borrowing TransactionBatch) {
        precondition(partition == nil || partition == batch.partition, "a lane's rows are of one partition")
        partition = batch.partition
        if layout.fits(batch) { return }
        putAside()
        layout = DenseLayout(for: batch)
    }

    private mutating func add(_ columns: WindowColumns, rows: Range<Int>, start: Int64) {
        if start != currentStart { enter(start) }
        let base = currentSlot * layout.stride
        layout.add(columns, rows: rows, into: &table, base: base)
        if layout.isPartial { putAsideRare(columns, rows: rows, start: start) }
        if table[base].revenue >= Self.maximumDenseRevenue { putAside() }
    }

    /// Makes a window's row in the table the current one.
    private mutating func enter(_ start: Int64) {
        if let slot = slots[start] {
            currentSlot = slot
        } else {
            if table.count + layout.stride > Self.maximumDenseTotals { putAside() }
            currentSlot = starts.count
            slots[start] = currentSlot
            starts.append(start)
            table.append(contentsOf: repeatElement(WindowTotals(), count: layout.stride))
        }
        currentStart = start
    }

    /// Puts rows whose ids have no place in the table into the list.
    private mutating func putAsideRare(_ columns: WindowColumns, rows: Range<Int>, start: Int64) {
        for place in layout.places {
            let ids = columns.ids(of: place.dimension)
            for row in rows where ids[row] >= place.capacity {
                var totals = WindowTotals()
                totals.add(amount: columns.amounts[row], quantity: columns.quantities[row])
                parts.append(
                    CutWindows.Part(windowStart: start, dimension: place.dimension, id: ids[row], totals: totals))
            }
        }
    }

    /// Moves the table's totals into the list and empties the table.
    private mutating func putAside() {
        let places = layout.allPlaces
        for (slot, start) in starts.enumerated() {
            for place in places {
                let base = slot * layout.stride + place.offset
                for id in 0..<place.capacity where table[base + id].transactions > 0 {
                    parts.append(
                        CutWindows.Part(
                            windowStart: start, dimension: place.dimension, id: UInt32(id), totals: table[base + id]))
                }
            }
        }
        table.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        slots.removeAll(keepingCapacity: true)
        currentStart = .max
    }
}
