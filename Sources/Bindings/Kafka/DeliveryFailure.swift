/// A message that the brokers did not take.
public struct DeliveryFailure: Sendable, Hashable {
    /// The partition it was meant for; negative if none had been chosen yet.
    public var partition: Int32
    /// The message's key; nil if it has none, or one that is not UTF-8.
    public var key: String?
    /// How long the message's value is, in bytes.
    public var byteCount: Int
    /// Why it was not taken.
    public var error: KafkaError
}
