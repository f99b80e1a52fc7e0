/// Where `produce` and the simulator of `up` put messages. Used by one thread at a time.
protocol MessageSink: AnyObject {
    /// Takes a message in.
    ///
    /// - Parameter keyHash: the hash of the customer's id (`PartitionKey`), whose messages stay in order; nil if the sink has
    ///   to look into the message for it.
    func append(_ message: RawSpan, keyHash: UInt64?) throws

    /// Returns when everything that was taken in is where it belongs, durably if that can be.
    func commit() throws

    /// Commits and lets go.
    func close() throws
}
