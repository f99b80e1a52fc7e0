public import Commerce
internal import Parquet

/// A data file of `transactions` while it is written: one partition's rows, a row group for each batch.
///
/// ```swift
/// var writer = try TransactionFileWriter(on: fileSystem, partition: 3, unique: unique)
/// try writer.append(batch)
/// let file = try writer.finish().publish(now: now)
/// ```
public struct TransactionFileWriter: ~Copyable {
    private let partition: Int32
    private let unique: String
    private var writer: DataFileWriter
    private var firstOffset: Int64?
    private var lastOffset: Int64 = 0

    /// Starts a file.
    ///
    /// - Parameters:
    ///   - fileSystem: where the lake lies.
    ///   - partition: where the rows come from.
    ///   - unique: letters and digits that no other file of the partition with the same offsets has in its name.
    ///   - currency: the currency of the amounts.
    /// - Throws: `FileSystemError`.
    public init(
        on fileSystem: any FileSystem, partition: Int32, unique: String, currency: Currency
    ) throws {
        writer = try DataFileWriter(
            on: fileSystem, directory: TransactionsTable.directory, name: "\(Self.prefix(partition))-\(unique)",
            schema: TransactionsTable.schema(in: currency))
        self.partition = partition
        self.unique = unique
    }

    /// How many rows were written.
    public var rowCount: Int64 { writer.rowCount }
    /// How many bytes reached the file; the last few hundred kilobytes may still be on their way.
    public var byteCount: Int64 { writer.byteCount }

    /// Writes a batch as a row group, from the memory in which it lies. An empty one leaves no trace.
    ///
    /// - Throws: `ParquetError`, `FileSystemError`. After an error the file is not usable any more.
    public mutating func append(_ batch: borrowing TransactionBatch) throws {
        precondition(batch.partition == partition, "a batch of partition \(batch.partition) in a file of \(partition)")
        guard batch.count > 0 else { return }
        try writer.writeRowGroup(rows: batch.count) { try Self.write(batch, to: &$0) }
        writer.statistics.add("amount", batch.amounts.span)
        writer.statistics.add("quantity", batch.quantities.span)
        writer.statistics.add("timestamp", batch.timestamps.span)
        writer.statistics.add("_partition", Int64(partition)...Int64(partition))
        writer.statistics.add("_offset", batch.offsets[0]...batch.offsets[batch.count - 1])
        firstOffset = firstOffset ?? batch.offsets[0]
        lastOffset = batch.offsets[batch.count - 1]
    }

    /// Completes the file, whose name tells its partition and its first and last offset.
    ///
    /// - Throws: `ParquetError`, `FileSystemError`.
    public consuming func finish() throws -> StagedDataFile {
        guard let firstOffset else { preconditionFailure("a data file has at least one row") }
        let name = "\(Self.prefix(partition))-\(firstOffset)-\(lastOffset)-\(unique).snappy.parquet"
        return try writer.finish(name: name)
    }

    private static func write(_ batch: borrowing TransactionBatch, to group: inout ParquetRowGroup) throws {
        try group.append(bytes: batch.transactionIDBytes.span, ends: batch.transactionIDEnds.span)
        try append(batch.userIDs, batch.users, to: &group)
        try append(batch.cityIDs, batch.cities, to: &group)
        try append(batch.categoryIDs, batch.categories, to: &group)
        try group.append(batch.amounts.span)
        try group.append(batch.quantities.span)
        try append(batch.paymentMethodIDs, batch.paymentMethods, to: &group)
        try group.append(batch.timestamps.span)
        try group.append(repeating: batch.partition)
        try group.append(batch.offsets.span)
    }

    private static func append(
        _ ids: [UInt32], _ dictionary: borrowing StringDictionary, to group: inout ParquetRowGroup
    ) throws {
        try group.append(
            indices: ids.span, dictionaryBytes: dictionary.bytes.span, dictionaryEnds: dictionary.ends.span)
    }

    private static func prefix(_ partition: Int32) -> String {
        let digits = String(partition)
        return "part-" + String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
    }
}
