internal import CKafka

/// Messages of one partition in librdkafka's own memory, from when they were taken until they are released. Its storage is
/// used again and again.
@safe
public final class KafkaMessageBatch {
    private let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    /// How many messages there are; some may be reports of errors.
    public private(set) var count = 0

    /// A batch with room for some messages.
    public init(capacity: Int) {
        precondition(capacity > 0)
        unsafe pointers = .allocate(capacity: capacity)
        unsafe pointers.initialize(repeating: nil)
    }

    deinit {
        release()
        unsafe pointers.deallocate()
    }

    func fill(_ body: (UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>?>) -> Int) {
        precondition(count == 0, "a batch is filled before it was released")
        count = unsafe max(0, body(pointers))
    }

    /// The offset of a message.
    public func offset(at index: Int) -> Int64 {
        unsafe message(at: index).pointee.offset
    }

    /// The bytes of a message's value, which stay until `release`; nil for a message without a value.
    public func payload(at index: Int) -> UnsafeRawBufferPointer? {
        let message = unsafe message(at: index)
        guard let bytes = unsafe message.pointee.payload else { return nil }
        return unsafe UnsafeRawBufferPointer(start: bytes, count: message.pointee.len)
    }

    /// The epoch of the partition's leader that took a message in; nil if the log does not say, as with brokers before
    /// Kafka 0.11.
    public func leaderEpoch(at index: Int) -> Int32? {
        let epoch = unsafe rd_kafka_message_leader_epoch(message(at: index))
        return epoch < 0 ? nil : epoch
    }

    /// Why this is no message but the report of an error; nil for a message.
    public func error(at index: Int) -> KafkaError? {
        let message = unsafe message(at: index)
        guard unsafe message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        let text = unsafe rd_kafka_message_errstr(message).map { unsafe String(cString: $0) }
        return unsafe KafkaError(
            message.pointee.err, message: text, activity: "reading partition \(message.pointee.partition)")
    }

    /// Whether this is a message.
    public func isMessage(at index: Int) -> Bool {
        unsafe message(at: index).pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR
    }

    /// Gives the messages back to the library. What `payload` answered is invalid then.
    public func release() {
        for index in 0..<count {
            unsafe rd_kafka_message_destroy(pointers[index])
            unsafe pointers[index] = nil
        }
        count = 0
    }

    private func message(at index: Int) -> UnsafeMutablePointer<rd_kafka_message_t> {
        precondition(index >= 0 && index < count)
        return unsafe pointers[index].unsafelyUnwrapped
    }
}
