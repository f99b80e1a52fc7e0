public import Commerce

/// How far one partition has come in event time: the largest event time among its accepted transactions.
public struct PartitionWatermark: Sendable, Hashable {
    /// More microseconds than any event time has, and few enough to reckon with: 36,000 years.
    private static let beyondTime: UInt64 = 1 << 60

    /// The largest event time seen, in microseconds since the epoch; nil before the first transaction.
    public private(set) var largestEventTime: Int64?

    /// A partition that has no transaction yet, or had one at that largest event time.
    public init(largestEventTime: Int64? = nil) {
        self.largestEventTime = largestEventTime
    }

    /// Takes note of a transaction's event time.
    public mutating func observe(_ timestamp: Int64) {
        largestEventTime = max(largestEventTime ?? timestamp, timestamp)
    }

    /// The watermark: transactions at or before it are expected to have been seen; nil before the first transaction.
    public func value(delay: Int64) -> Int64? {
        largestEventTime.map { $0 - delay }
    }

    /// Writes the watermark.
    public func encode(into writer: inout BinaryWriter) {
        writer.writeFlag(largestEventTime != nil)
        if let largestEventTime { writer.writeSigned(largestEventTime) }
    }

    /// Reads a watermark.
    ///
    /// - Throws: `BinaryReaderError` if the bytes are damaged, or the event time is further from the epoch than any is.
    public init(from reader: inout BinaryReader) throws(BinaryReaderError) {
        guard try reader.readFlag() else {
            largestEventTime = nil
            return
        }
        let time = try reader.readSigned()
        try reader.check(time.magnitude < Self.beyondTime, "an event time of \(time) µs is beyond all time")
        largestEventTime = time
    }
}
