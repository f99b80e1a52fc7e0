/// Where `produce` and the simulator of `up` put messages. Used by one thread at a time.
protocol MessageSink: AnyObject {
    /// Takes a message in.
    ///
    /// - Parameter keyHash: the hash of the customer's id (`PartitionKey`), whose messages stay in order; nil if the sink has
    ///   to look into the message for it.
    func append(_ message: RawSpan, keyHash: UInt64?) throws

    /// Sees to it that everything that was taken in comes to where it belongs, durably if that can be. A sink on another
    /// machine does so in the background.
    func commit() throws

    /// Commits, and waits for what is done in the background.
    func settle() throws

    /// Commits and lets go.
    func close() throws
}

extension MessageSink {
    /// Nothing is done in the background.
    func settle() throws { try commit() }
}
