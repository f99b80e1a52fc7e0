internal import Foundation
internal import Kafka
internal import TransactionLogs

/// Makes sure that a topic is there.
struct KafkaTopicCreation {
    private let settings: KafkaLogSettings

    init(_ settings: KafkaLogSettings) {
        self.settings = settings
    }

    /// Looks for the topic, and creates it if it is missing and that is allowed.
    ///
    /// A client of its own, which asks as consumers do: a producer that asks for a missing topic makes the broker create it.
    ///
    /// - Parameter partitions: how many the topic gets if it is missing; nil to leave it missing.
    /// - Throws: `TransactionLogError`.
    func ensure(partitions: Int32?) throws(TransactionLogError) {
        let configuration = try KafkaProperties.configuration(for: .consumer, settings)
        let client: KafkaClient
        do throws(KafkaError) {
            client = try KafkaClient(.consumer, configuration)
        } catch {
            throw TransactionLogError(error, at: settings.location)
        }
        let watch = KafkaWatch(client: client, settings: settings)
        do throws(TransactionLogError) {
            return try watch.awaitTopic()
        } catch {
            guard error.code == .missing, partitions != nil else { throw error }
        }
        do throws(KafkaError) {
            try client.createTopic(settings.topic, partitions: partitions ?? 1, timeout: settings.timeout)
        } catch {
            guard error.code == .topicAlreadyExists else { throw TransactionLogError(error, at: settings.location) }
        }
        try watch.awaitTopic(isCreated: true)
    }
}
