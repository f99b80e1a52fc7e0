internal import Commerce
internal import Lake

/// A data file of `transactions` that a lane writes and a commit publishes; shared, so that it can lie in collections.
///
/// Used by one thread at a time: first the lane's, then the coordinator's.
final class TransactionsFile {
    private var writer: TransactionFileWriter?

    /// Starts a file.
    init(on fileSystem: any FileSystem, partition: Int32, unique: String, currency: Currency) throws {
        writer = try TransactionFileWriter(
            on: fileSystem, partition: partition, unique: unique, currency: currency)
    }

    /// Writes a batch as a row group.
    func append(_ batch: borrowing TransactionBatch) throws {
        try writer?.append(batch)
    }

    /// Makes the file durable and visible.
    ///
    /// - Returns: the action that a commit names it by.
    func publish(now: Timestamp) throws -> AddFile {
        guard let finished = writer.take() else { preconditionFailure("a file is published once") }
        return try finished.finish().publish(now: now.milliseconds)
    }

    /// Discards the file.
    func abandon() {
        writer = nil
    }
}
