internal import Synchronization

/// What a log gave a batch that was appended: the offsets, and the means to wait until they are durable.
public struct AppendReceipt: Sendable {
    /// The offsets of the batch's messages, by partition, in the order in which they were added; empty where there were
    /// none.
    public let offsets: [Range<Int64>]
    let group: CommitGroup
}

/// Everything that one synchronization makes durable, and how that went.
final class CommitGroup: Sendable {
    private let result = Mutex<Result<Void, TransactionLogError>?>(nil)

    /// How it went; nil while it is not decided.
    var outcome: Result<Void, TransactionLogError>? { result.withLock { $0 } }

    func complete(_ outcome: Result<Void, TransactionLogError>) {
        result.withLock { $0 = outcome }
    }
}
