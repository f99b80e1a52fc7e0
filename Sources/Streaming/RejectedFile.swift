internal import Commerce
internal import Lake

/// A data file of `rejected` that a lane writes and a commit publishes; shared, so that it can lie in collections.
///
/// Used by one thread at a time: first the lane's, then the coordinator's.
final class RejectedFile {
    private var writer: RejectedFileWriter?

    /// Starts a file.
    init(on fileSystem: any FileSystem, unique: String) throws {
        writer = try RejectedFileWriter(on: fileSystem, unique: unique)
    }

    /// Writes refused messages as a row group.
    func append(_ rejections: [Rejection], partition: Int32, rejectedAt: Timestamp) throws {
        try writer?.append(
            rejections.map { RejectedRow($0, partition: partition, rejectedAt: rejectedAt) })
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
