public import Commerce

/// The binary form, version 1: the settings that the windows depend on, the counters, the keys in the order of their bytes,
/// and the windows in the order of time with their cells in the order of dimension and key. Equal states have equal bytes.
extension WindowState: Equatable {
    private static let version: UInt8 = 1
    private static let smallestWindow = 9
    private static let smallestCell = 7
    private static let counters: Range<Int64> = 0..<1 << 60

    /// Whether two states hold the same windows, written to the same revisions.
    public static func == (left: WindowState, right: WindowState) -> Bool {
        left.encoded() == right.encoded()
    }

    /// The state in its binary form.
    public func encoded() -> [UInt8] {
        var writer = BinaryWriter()
        encode(into: &writer)
        return writer.bytes
    }

    /// Writes the state.
    public func encode(into writer: inout BinaryWriter) {
        writer.writeFixed(Self.version)
        writer.writeSigned(settings.size)
        writer.writeSigned(forgottenEnd)
        writer.writeSigned(windowsClosed)
        writer.writeSigned(revised)
        let ranks = encodeKeys(into: &writer)
        writer.writeCount(windows.count)
        var previousIndex: Int64 = 0
        for start in windows.keys.sorted() {
            guard let window = windows[start] else { continue }
            let index = start / settings.size
            writer.writeSigned(index - previousIndex)
            previousIndex = index
            Self.encode(window, ranks: ranks, into: &writer)
        }
    }

    /// Reads a state.
    ///
    /// - Parameter settings: the present settings; the size of the windows must be the one that the state was made with.
    /// - Throws: `BinaryReaderError` if the bytes are damaged or of another version, or the size is another one.
    public init(from reader: inout BinaryReader, settings: WindowSettings) throws(BinaryReaderError) {
        self.init(settings: settings)
        try reader.readVersion(Self.version)
        let size = try reader.readSigned()
        try reader.check(
            size == settings.size,
            "the windows are \(size) µs long, the settings say \(settings.size) µs; set the size back, or use a new lake"
        )
        forgottenEnd = try reader.readSigned()
        windowsClosed = try reader.readSigned()
        revised = try reader.readSigned()
        try reader.check(forgottenEnd <= .max - settings.lateness, "what was forgotten lies beyond all time")
        try reader.check(
            Self.counters.contains(windowsClosed) && Self.counters.contains(revised), "a counter is out of range")
        try decodeKeys(from: &reader)
        var index: Int64 = 0
        let count = try reader.readCount(minimumElementSize: Self.smallestWindow)
        windows.reserveCapacity(count)
        for position in 0..<count {
            let step = try reader.readSigned()
            try reader.check(position == 0 || step > 0, "windows are not in the order of time")
            let (next, isBeyondTime) = index.addingReportingOverflow(step)
            try reader.check(
                !isBeyondTime && next.magnitude < Int64.max.magnitude / UInt64(size) / 2, "a window is beyond all time")
            index = next
            windows[index * size] = try decodeWindow(from: &reader)
        }
    }

    private func encodeKeys(into writer: inout BinaryWriter) -> [UInt32] {
        var isUsed = [Bool](repeating: false, count: keys.count)
        for window in windows.values {
            for key in window.cells.keys { isUsed[Int(key.number)] = true }
        }
        let sorted = keys.sorted.filter { isUsed[Int($0)] }
        var ranks = [UInt32](repeating: 0, count: keys.count)
        writer.writeCount(sorted.count)
        for (rank, number) in sorted.enumerated() {
            writer.writeBytes(keys.texts[Int(number)])
            ranks[Int(number)] = UInt32(rank)
        }
        return ranks
    }

    private static func encode(_ window: RevisableWindow, ranks: [UInt32], into writer: inout BinaryWriter) {
        let cells = window.cells.map { key, cell in
            (order: UInt64(key.dimension.rawValue) << 32 | UInt64(ranks[Int(key.number)]), cell: cell)
        }.sorted { $0.order < $1.order }
        writer.writeFlag(window.isClosed)
        writer.writeCount(cells.count)
        for (order, cell) in cells {
            writer.writeFixed(UInt8(truncatingIfNeeded: order >> 32))
            writer.writeUnsigned(order & 0xFFFF_FFFF)
            writer.writeUnsigned(UInt64(cell.revision + 1) << 1 | (cell.isChanged ? 1 : 0))
            writer.writeSigned(cell.totals.revenue)
            writer.writeSigned(cell.totals.transactions)
            writer.writeSigned(cell.totals.quantity)
            writer.writeSigned(cell.totals.maximumAmount)
        }
    }

    private mutating func decodeKeys(from reader: inout BinaryReader) throws(BinaryReaderError) {
        let count = try reader.readCount(minimumElementSize: 1)
        var previous: [UInt8]?
        for _ in 0..<count {
            let text = Array(try reader.readText().utf8)
            if let previous {
                try reader.check(previous.lexicographicallyPrecedes(text), "keys are not in the order of their bytes")
            }
            _ = keys.number(of: text)
            previous = text
        }
    }

    private func decodeWindow(from reader: inout BinaryReader) throws(BinaryReaderError) -> RevisableWindow {
        var window = RevisableWindow()
        window.isClosed = try reader.readFlag()
        let count = try reader.readCount(minimumElementSize: Self.smallestCell)
        try reader.check(count > 0, "a window is empty")
        window.cells.reserveCapacity(count)
        var previous: RevisableWindow.Key?
        for _ in 0..<count {
            let key = try decodeKey(from: &reader)
            if let previous {
                try reader.check(
                    (previous.dimension.rawValue, previous.number) < (key.dimension.rawValue, key.number),
                    "a window's keys are not in order")
            }
            let cell = try Self.decodeCell(from: &reader)
            try reader.check(cell.revision < 0 || window.isClosed, "an open window has written rows")
            window.isChanged = window.isChanged || cell.isChanged
            window.cells[key] = cell
            previous = key
        }
        return window
    }

    private func decodeKey(from reader: inout BinaryReader) throws(BinaryReaderError) -> RevisableWindow.Key {
        let rawValue: UInt8 = try reader.readFixed()
        guard let dimension = Dimension(rawValue: rawValue) else {
            throw BinaryReaderError(.invalidValue, at: reader.position, "\(rawValue) is no dimension")
        }
        let number = try reader.readUnsigned()
        try reader.check(number < UInt64(keys.count), "a key has no text")
        return RevisableWindow.Key(dimension: dimension, number: UInt32(number))
    }

    private static func decodeCell(from reader: inout BinaryReader) throws(BinaryReaderError) -> RevisableWindow.Cell {
        var cell = RevisableWindow.Cell()
        let written = try reader.readUnsigned()
        cell.isChanged = written & 1 == 1
        try reader.check(written > 0 && written >> 1 <= UInt64(Int32.max), "a revision is out of range")
        cell.revision = Int32(written >> 1) - 1
        cell.totals.revenue = try reader.readSigned()
        cell.totals.transactions = try reader.readSigned()
        cell.totals.quantity = try reader.readSigned()
        cell.totals.maximumAmount = try reader.readSigned()
        try reader.check(
            (0...WindowTotals.maximumRevenue).contains(cell.totals.revenue) && cell.totals.transactions > 0
                && cell.totals.quantity >= 0 && (0...cell.totals.revenue).contains(cell.totals.maximumAmount),
            "totals are out of range")
        return cell
    }
}
