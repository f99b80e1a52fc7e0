internal import Kafka
public import TransactionLogs

/// Writes messages to a Kafka topic, each once and those of one key in order (idempotent producer, `acks=all`).
///
/// Used by one thread at a time. `append` waits while the queue of messages to send is full, so memory stays bounded
/// however slow the cluster is.
public final class KafkaLogWriter {
    private let settings: KafkaLogSettings
    private let client: KafkaClient
    private let topic: KafkaTopic
    private var appendedCount = 0
    private var failures = KafkaEvent.DeliveryReport()
    /// How much was delivered when no broker could be reached any more; nil while one can.
    private var deliveredWhenInterrupted: Int?
    private var lastTrouble: KafkaError?
    private let isStopping: @Sendable () -> Bool
    private let patience: Duration
    private var deadline: ContinuousClock.Instant?
    /// How many messages that were not delivered are told of one by one.
    private static let toldFailuresMax = 10

    /// Connects to a topic that exists, or creates it.
    ///
    /// - Parameters:
    ///   - partitions: how many partitions a topic that is missing gets; nil to leave it missing.
    ///   - isStopping: whether somebody wants to end.
    ///   - patience: how long messages may still take to be delivered when somebody wants to end.
    /// - Throws: `TransactionLogError` with code `.missing` if there is no such topic and none is to be created;
    ///   `.unreachable`, `.notPermitted`.
    public init(
        _ settings: KafkaLogSettings, creatingPartitions partitions: Int32?,
        isStopping: @escaping @Sendable () -> Bool = { false }, patience: Duration = .seconds(10)
    ) throws(TransactionLogError) {
        self.settings = settings
        self.isStopping = isStopping
        self.patience = patience
        let configuration = try KafkaProperties.configuration(for: .producer, settings)
        do throws(KafkaError) {
            client = try KafkaClient(.producer, configuration)
        } catch {
            throw TransactionLogError(error, at: settings.location)
        }
        try KafkaTopicCreation(settings).ensure(partitions: partitions)
        do throws(KafkaError) {
            topic = try KafkaTopic(settings.topic, client: client)
        } catch {
            throw TransactionLogError(error, at: settings.location)
        }
    }

    /// How many messages have left the library's queue for the brokers' logs.
    public var deliveredCount: Int { max(0, appendedCount - failures.failed - client.pendingCount) }

    /// Takes a message in.
    ///
    /// - Parameter key: decides the partition; nil leaves that to chance.
    /// - Throws: `TransactionLogError` if the message is too large, or messages could not be delivered.
    public func append(_ message: RawSpan, key: RawSpan?) throws(TransactionLogError) {
        while let refusal = refusal(of: message, key: key) {
            // That the producer has given up says less than why it did.
            if let final = client.finalError { throw failed(final) }
            guard refusal.code == .queueFull else { throw TransactionLogError(refusal, at: settings.location) }
            try hear(for: .milliseconds(2))
        }
        appendedCount += 1
        if appendedCount & 1023 == 0 { try hear(for: .zero) }
    }

    private func refusal(of message: RawSpan, key: RawSpan?) -> KafkaError? {
        do throws(KafkaError) {
            try client.produce(message, key: key, to: topic)
            return nil
        } catch {
            return error
        }
    }

    /// Looks whether all is well with what was taken in, without waiting for it.
    ///
    /// - Throws: `TransactionLogError` that says how many messages the brokers did not take, and why.
    public func check() throws(TransactionLogError) {
        try hear(for: .zero)
    }

    /// Waits until everything that was taken in has been delivered.
    ///
    /// - Throws: `TransactionLogError` that says how many messages the brokers did not take, and why.
    public func commit() throws(TransactionLogError) {
        while client.pendingCount > 0 { try hear(for: .milliseconds(10)) }
        try hear(for: .zero)
    }

    private func hear(for duration: Duration) throws(TransactionLogError) {
        var timeout = duration
        while let event = client.nextEvent(timeout: timeout) {
            timeout = .zero
            switch event {
            case .delivered(let part):
                failures.failed += part.failed
                tell(of: part.failures)
            case .error(let error): note(error)
            case .log(let level, let facility, let message):
                settings.notice(.library(severity: level, line: "\(facility): \(message)"))
            case .offsetsCommitted: break
            }
        }
        if let fatal = client.finalError { throw failed(fatal) }
        if let before = deliveredWhenInterrupted, deliveredCount > before { tellOfRecovery() }
        if client.pendingCount > 0, isOverdue { client.discardPending() }
        if let error = failures.firstError { throw failed(error) }
    }

    private var isOverdue: Bool {
        if deadline == nil, isStopping() { deadline = .now + patience }
        return deadline.map { $0 < .now } ?? false
    }

    private func note(_ error: KafkaError) {
        if error.code != .allBrokersDown || lastTrouble == nil { lastTrouble = error }
        guard error.code == .allBrokersDown, deliveredWhenInterrupted == nil else { return }
        deliveredWhenInterrupted = deliveredCount
        let cause = lastTrouble.map { $0.code == .allBrokersDown ? "" : ": \($0.message)" } ?? ""
        settings.notice(.warning("\(settings.location): no broker can be reached\(cause); waiting for one"))
    }

    /// Tells of the first messages that were not delivered one by one.
    private func tell(of part: [DeliveryFailure]) {
        let new = part.prefix(max(0, Self.toldFailuresMax - failures.failures.count))
        failures.failures += new
        for failure in new {
            let key = failure.key.map { " with the key \($0)" } ?? ""
            settings.notice(
                .warning(
                    "\(settings.location): a message of \(failure.byteCount) bytes\(key) was not delivered to partition "
                        + "\(failure.partition): \(failure.error.message)"))
        }
    }

    private func tellOfRecovery() {
        deliveredWhenInterrupted = nil
        settings.notice(.warning("\(settings.location): messages are delivered again"))
    }

    private func failed(_ error: KafkaError) -> TransactionLogError {
        let count = max(failures.failed, 1)
        if let deadline, deadline < .now { return givenUp(count) }
        let failure = TransactionLogError(error, at: settings.location)
        let trouble = lastTrouble.map { " The last trouble was: \($0.message)." } ?? ""
        return TransactionLogError(
            failure.code,
            "\(count) of \(appendedCount) messages were not delivered: \(failure.description)\(trouble)",
            systemCode: error.code.rawValue)
    }

    private func givenUp(_ count: Int) -> TransactionLogError {
        let cause = lastTrouble?.message ?? "they do not answer"
        return TransactionLogError(
            .unreachable,
            "\(settings.location): \(count) of \(appendedCount) messages were not delivered, because no broker took them within "
                + "\(Int(patience.seconds)) s after the end was asked for: \(cause). Check that the brokers run.",
            systemCode: lastTrouble?.code.rawValue)
    }
}
