/// Where transactions go that clients post.
public protocol TransactionIntake: Sendable {
    /// Puts messages into the log in their order, and returns only when it has them durably.
    ///
    /// - Parameter messages: The messages, one JSON object each, not yet looked at: the pipeline rejects what is wrong
    ///   with them, as it does with all others.
    /// - Throws: An error whose description says why, when the log has not got all of them.
    func append(_ messages: [[UInt8]]) throws
}
