internal import Foundation

/// Offsets of a topic's partitions as Spark's Kafka source writes them: `{"TOPIC":{"0":17,"1":4}}`.
struct TopicOffsets: Sendable, Equatable, Codable {
    /// The offsets of the only topic, by partition.
    var partitions: [Int32: Int64]
    private var topic: String

    init(topic: String, _ partitions: [Int32: Int64]) {
        self.topic = topic
        self.partitions = partitions
    }

    init(from decoder: any Decoder) throws {
        let topics = try decoder.singleValueContainer().decode([String: [String: Int64]].self)
        guard topics.count == 1, let (name, offsets) = topics.first else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(topics.count) topics, not one"))
        }
        topic = name
        partitions = [:]
        for (text, offset) in offsets {
            guard let partition = Int32(text) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "the partition `\(text)` is no number"))
            }
            partitions[partition] = offset
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode([
            topic: Dictionary(uniqueKeysWithValues: partitions.map { (String($0.key), $0.value) })
        ])
    }

    /// The offsets as the options `startingOffsets` and `endingOffsets` want them.
    var json: String {
        let pairs = partitions.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return "{\"\(topic)\":{\(pairs.joined(separator: ","))}}"
    }
}
