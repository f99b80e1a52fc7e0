/// What a lake remembers of the messages that it has read from a partition, so that it recognises them: a log that has its
/// identity and its offsets, and holds other messages there, is not the log that was read.
public enum LogFingerprint: Sendable, Hashable, Codable {
    /// The last message that was read from a Kafka partition: its offset, the epoch of the leader that took it in (nil if the
    /// log keeps none) and the CRC-32C of its value.
    case message(offset: Int64, leaderEpoch: Int32?, checksum: UInt32)
    /// What was read of a file: how many bytes from its beginning on, and their CRC-32C.
    case bytes(count: Int64, checksum: UInt32)
}

/// Whether a log still holds the messages that a fingerprint was taken of.
public enum LogContinuity: Sendable, Hashable {
    /// It does.
    case confirmed
    /// Nothing is left to compare: retention or compaction has removed the message, or the fingerprint is that of a log of
    /// another kind.
    case unknown
    /// Other messages stand in their place.
    ///
    /// - Parameters:
    ///   - offset: the first offset whose message is another one; nil if that is not known.
    ///   - reason: what was compared and what came out, as a sentence without its full stop.
    case broken(from: Int64?, reason: String)
}
