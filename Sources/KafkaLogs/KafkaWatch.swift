internal import Foundation
internal import Kafka
internal import Synchronization
internal import TransactionLogs

/// Looks after a client: hears what it has to say, asks for the topic once in a while, and so knows whether the topic can be
/// had, and which partitions it has.
final class KafkaWatch: Sendable {
    /// How often the topic is asked for while all is well.
    private static let calmInterval = Duration.seconds(2)
    /// How long an answer may take before the cluster counts as unreachable for now.
    private static let patience = Duration.seconds(3)
    /// How long a topic that was there may be unknown to the brokers, which forget for a moment when they restart.
    private static let missingLimit = Duration.seconds(30)

    /// For how long a trouble explains that nobody answers.
    private static let troubleLifetime = Duration.seconds(10)

    private struct State {
        var partitions: [Int32] = []
        /// The ends of partitions at the last question.
        var ends: [Int32: Int64] = [:]
        var interruption: TransactionLogError?
        var failure: TransactionLogError?
        /// The id that the topic had when it was asked for first; nil if the brokers give topics none.
        var topicIdentity: String?
        var missingSince: ContinuousClock.Instant?
        /// The last trouble that the client told of, for want of a better explanation, and when.
        var lastTrouble: KafkaError?
        var lastTroubleTime: ContinuousClock.Instant?
        var isSuspicious = false
        /// How many commits of offsets were sent and have not been answered.
        var unansweredCommits = 0
        /// The client that fetches, which has things to say too.
        var other: KafkaClient?
    }

    private let client: KafkaClient
    private let settings: KafkaLogSettings
    private let state = Mutex(State())

    init(client: KafkaClient, settings: KafkaLogSettings) {
        self.client = client
        self.settings = settings
    }

    /// The topic's partitions as of the last answer, ascending.
    var partitions: [Int32] { state.withLock { $0.partitions } }

    /// The end of a partition as of the last answer; nil before there was one.
    func end(of partition: Int32) -> Int64? { state.withLock { $0.ends[partition] } }

    /// Why nothing can be read for now.
    var interruption: TransactionLogError? { state.withLock { $0.interruption } }

    /// Why nothing can be read any more.
    var failure: TransactionLogError? { state.withLock { $0.failure } }

    /// Whether commits of offsets are on their way.
    var awaitsCommits: Bool { state.withLock { $0.unansweredCommits > 0 } }

    /// Offsets were sent to the group.
    func noteCommitSent() {
        state.withLock { $0.unansweredCommits += 1 }
    }

    /// Hears another client of the same log from now on.
    func hear(also client: KafkaClient) {
        state.withLock { $0.other = client }
    }

    /// Waits until the cluster has told of the topic.
    ///
    /// - Throws: `TransactionLogError`: the refusal, or that nobody answered in time.
    ///
    /// - Parameter isCreated: whether the topic was created just now, so that brokers that don't know it yet soon will.
    func awaitTopic(isCreated: Bool = false) throws(TransactionLogError) {
        let deadline = ContinuousClock.now + settings.timeout
        var unknown: KafkaError?
        while .now < deadline {
            hear(for: .zero)
            if let trouble = state.withLock({ $0.lastTrouble }) {
                let error = TransactionLogError(trouble, at: settings.location)
                guard error.code == .unreachable else { throw error }
            }
            do throws(KafkaError) {
                let topic = try client.topic(settings.topic, timeout: .seconds(1))
                return state.withLock { $0.partitions = topic.partitions.map(\.number) }
            } catch {
                let failure = TransactionLogError(error, at: settings.location)
                // A broker that has just started may not know its topics yet.
                let isFirst = unknown == nil
                if failure.code == .missing { unknown = error }
                guard failure.code == .unreachable || failure.code == .missing && (isFirst || isCreated) else {
                    throw failure
                }
                hear(for: failure.code == .missing && !isCreated ? .seconds(1) : .milliseconds(100))
            }
        }
        throw unreachable(state.withLock { $0.lastTrouble })
    }

    /// Begins to look after the client, as long as somebody holds on to this.
    func start() {
        let thread = Thread { [weak self] in
            var next = ContinuousClock.now + Self.calmInterval
            while self?.tick(&next) != nil {}
        }
        thread.name = "souk-kafka"
        thread.stackSize = 1 << 19
        thread.start()
    }

    private func tick(_ next: inout ContinuousClock.Instant) {
        hear(for: .milliseconds(500))
        let isSuspicious = state.withLock { $0.isSuspicious || $0.interruption != nil }
        guard isSuspicious || .now >= next else { return }
        probe()
        next = .now + Self.calmInterval
    }

    /// Asks for the topic, and draws conclusions from the answer.
    private func probe() {
        do throws(KafkaError) {
            let topic = try client.topic(settings.topic, timeout: Self.patience)
            // What the clients had to say until now belongs to what is over.
            hear(for: .zero)
            let leaderless = topic.partitions.filter { $0.leader == nil }.map { String($0.number) }
            state.withLock { state in
                state.partitions = topic.partitions.map(\.number)
                state.missingSince = nil
                state.isSuspicious = false
                // Trouble that is over explains nothing that comes later.
                state.lastTrouble = nil
                state.interruption =
                    leaderless.isEmpty
                    ? nil
                    : TransactionLogError(
                        .unreachable,
                        "\(settings.location): partition \(leaderless.joined(separator: ", ")) has no leader; a broker is down"
                    )
            }
            noteEnds(topic)
            try compareTopicIdentity()
        } catch {
            let conclusion = TransactionLogError(error, at: settings.location)
            switch conclusion.code {
            case .missing: noteMissing(conclusion)
            case .unreachable:
                let trouble = recentTrouble
                let failure = unreachable(trouble ?? error)
                state.withLock { state in
                    // The library tells the same trouble only once in a while; what it told at first still explains it.
                    if state.interruption == nil || trouble != nil { state.interruption = failure }
                }
            default: state.withLock { $0.failure = conclusion }
            }
        }
    }

    /// Asks for the topic's id, by which it is known from now on.
    ///
    /// - Returns: nil if the brokers give topics no ids.
    /// - Throws: `TransactionLogError`: the refusal, or that nobody answered in time.
    func learnTopicIdentity() throws(TransactionLogError) -> String? {
        let deadline = ContinuousClock.now + settings.timeout
        while true {
            do throws(KafkaError) {
                let identity = try client.topicIdentity(of: settings.topic, timeout: Self.patience)
                state.withLock { $0.topicIdentity = identity }
                return identity
            } catch {
                let failure = TransactionLogError(error, at: settings.location)
                guard failure.code == .unreachable || failure.code == .missing, .now < deadline else { throw failure }
                hear(for: .milliseconds(200))
            }
        }
    }

    /// Makes sure that the topic is still the one whose id was learned.
    ///
    /// - Throws: `TransactionLogError` with code `.replaced`.
    func confirmTopicIdentity() throws(TransactionLogError) {
        // Whoever does not answer is asked again by the next probe, and is not waited for by every commit until then.
        if interruption?.code != .unreachable {
            do throws(KafkaError) { try compareTopicIdentity() } catch {}
        }
        if let failure, failure.code == .replaced { throw failure }
    }

    private func compareTopicIdentity() throws(KafkaError) {
        guard let known = state.withLock({ $0.topicIdentity }),
            let found = try client.topicIdentity(of: settings.topic, timeout: Self.patience), found != known
        else { return }
        state.withLock { $0.failure = recreated(known, found) }
    }

    private func recreated(_ known: String, _ found: String) -> TransactionLogError {
        TransactionLogError(
            .replaced,
            "\(settings.location): the topic was deleted and created again while it was read: its id was \(known) and is \(found) "
                + "now, so that the same offsets are other messages. Read the new topic into a new lake.")
    }

    /// Asks where the partitions end. That no answer comes is found out by the next question for the topic.
    private func noteEnds(_ topic: KafkaTopicMetadata) {
        for partition in topic.partitions where partition.leader != nil {
            guard
                let offsets = try? client.offsets(of: partition.number, in: settings.topic, timeout: Self.patience)
            else { return }
            state.withLock { $0.ends[partition.number] = offsets.upperBound }
        }
    }

    private func noteMissing(_ error: TransactionLogError) {
        state.withLock { state in
            let since = state.missingSince ?? .now
            state.missingSince = since
            state.interruption = error
            if .now - since > Self.missingLimit { state.failure = error }
        }
    }

    /// What the client told of a moment ago, which explains why nobody answers now.
    private var recentTrouble: KafkaError? {
        state.withLock { state in
            state.lastTroubleTime.map { .now - $0 < Self.troubleLifetime } == true ? state.lastTrouble : nil
        }
    }

    /// Nobody answers: the client's last trouble says more than that time went by.
    private func unreachable(_ cause: KafkaError?) -> TransactionLogError {
        guard let cause else {
            return TransactionLogError(
                .unreachable,
                "\(settings.location): no broker answers within \(settings.timeout.seconds) s. Check the address, and that the "
                    + "brokers run.")
        }
        return TransactionLogError(
            KafkaError(cause.code, message: cause.message, activity: "no broker answers"), at: settings.location)
    }

    /// Takes in what the client has to say, waiting for the first word as long as is given.
    private func hear(for duration: Duration) {
        hear(client, for: duration)
        if let other = state.withLock({ $0.other }) { hear(other, for: .zero) }
    }

    private func hear(_ client: KafkaClient, for duration: Duration) {
        var timeout = duration
        while let event = client.nextEvent(timeout: timeout) {
            timeout = .zero
            switch event {
            case .error(let error):
                state.withLock { state in
                    state.isSuspicious = true
                    // That all brokers are down says less than why the last of them is.
                    if error.code != .allBrokersDown || state.lastTrouble == nil {
                        state.lastTrouble = error
                        state.lastTroubleTime = .now
                    }
                }
            case .log(let level, let facility, let message):
                settings.notice(.library(severity: level, line: "\(facility): \(message)"))
            case .offsetsCommitted(let error):
                state.withLock { $0.unansweredCommits -= 1 }
                if let error { settings.notice(.warning("\(error); monitors of lag see old offsets")) }
            case .delivered: break
            }
        }
    }
}
