/// Where `produce` and the simulator of `up` put messages. Used by one thread at a time.
protocol MessageSink: AnyObject {
    /// Takes a message in.
    ///
    /// - Parameter keyHash: decides the partition: messages of one hash stay in order.
    func append(_ message: RawSpan, keyHash: UInt64) throws

    /// Returns when everything that was taken in is where it belongs, durably if that can be.
    func commit() throws

    /// Commits and lets go.
    func close() throws
}
