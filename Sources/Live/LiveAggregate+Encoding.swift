public import Commerce

/// The binary form, version 2. Keys are written in the order of their bytes and hashes in their own, so that equal
/// aggregates have equal bytes.
extension LiveAggregate: Equatable {
    private static let version: UInt8 = 2

    /// Whether two aggregates have counted the same.
    public static func == (left: LiveAggregate, right: LiveAggregate) -> Bool {
        left.encoded() == right.encoded()
    }

    /// The aggregate in its binary form.
    public func encoded() -> [UInt8] {
        var writer = BinaryWriter()
        encode(into: &writer)
        return writer.bytes
    }

    /// Writes the aggregate.
    public func encode(into writer: inout BinaryWriter) {
        writer.writeFixed(Self.version)
        writer.writeSigned(intervalLength)
        writer.writeSigned(largeAmount)
        writer.writeSigned(largeTransactions)
        totals.encode(into: &writer)
        for groups in [categories, cities, paymentMethods] { groups.encode(into: &writer) }
        cityCategories.encode(
            into: &writer, cities: cities.writtenNumbers, categories: categories.writtenNumbers)
        customers.encode(into: &writer)
        series.encode(into: &writer)
        quarters.encode(into: &writer)
        writer.writeCount(top.transactions.count)
        for transaction in top.transactions { transaction.encode(into: &writer) }
        writer.writeCount(latest.arrivals.count)
        for arrival in latest.arrivals {
            writer.writeSigned(arrival.time)
            writer.writeSigned(Int64(arrival.partition))
            writer.writeSigned(arrival.offset)
            arrival.transaction.encode(into: &writer)
        }
    }

    /// Reads an aggregate, which counts large transactions above the amount that it was written with.
    ///
    /// - Parameter intervalLength: the length of an interval of the series, in microseconds, that the aggregate must have.
    /// - Throws: `BinaryReaderError` if the bytes are damaged or of another version, or the length is another one.
    public init(from reader: inout BinaryReader, intervalLength: Int64) throws(BinaryReaderError) {
        try reader.readVersion(Self.version)
        let length = try reader.readSigned()
        try reader.check(
            length == intervalLength, "the series has intervals of \(length) µs, it must have \(intervalLength) µs")
        self.init(intervalLength: intervalLength, largeAmount: try reader.readSigned())
        largeTransactions = try reader.readSigned()
        try reader.check(largeTransactions >= 0, "a count is negative")
        totals = try LiveTotals(from: &reader)
        categories = try LiveGroups(from: &reader)
        cities = try LiveGroups(from: &reader)
        paymentMethods = try LiveGroups(from: &reader)
        cityCategories = try CityCategories(
            from: &reader, cities: cities.keys.count, categories: categories.keys.count)
        customers = try CustomerSketch(from: &reader)
        try series.decode(from: &reader)
        try quarters.decode(from: &reader)
        for _ in 0..<(try reader.readCount(minimumElementSize: 1, limit: TopTransactions.limit)) {
            top.add(try Transaction(from: &reader))
        }
        for _ in 0..<(try reader.readCount(minimumElementSize: 1, limit: LatestTransactions.limit)) {
            latest.add(try Self.decodeArrival(from: &reader))
        }
    }

    private static func decodeArrival(
        from reader: inout BinaryReader
    ) throws(BinaryReaderError) -> LatestTransactions.Arrival {
        let time = try reader.readSigned()
        let partition = try reader.readSigned()
        guard let partition = Int32(exactly: partition) else {
            throw BinaryReaderError(.invalidValue, at: reader.position, "\(partition) is no partition")
        }
        return LatestTransactions.Arrival(
            time: time, partition: partition, offset: try reader.readSigned(),
            transaction: try Transaction(from: &reader))
    }
}

extension RevenueSeries {
    fileprivate func encode(into writer: inout BinaryWriter) {
        writer.writeCount(intervals.count)
        for interval in intervals {
            writer.writeSigned(interval.start)
            writer.writeSigned(interval.revenue)
            writer.writeSigned(interval.transactions)
        }
    }

    fileprivate mutating func decode(from reader: inout BinaryReader) throws(BinaryReaderError) {
        let count = try reader.readCount(minimumElementSize: 3, limit: limit)
        var previous: Int64?
        for _ in 0..<count {
            let start = try reader.readSigned()
            try reader.check(previous.map { $0 < start } ?? true, "the series is not in the order of time")
            let revenue = try reader.readSigned()
            let transactions = try reader.readSigned()
            try reader.check(revenue >= 0 && transactions > 0, "an interval's totals are out of range")
            add(LiveTotals(revenue: revenue, transactions: transactions, quantity: 0), start: start)
            previous = start
        }
    }
}
