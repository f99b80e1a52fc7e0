/// What a cluster says of a topic.
public struct KafkaTopicMetadata: Sendable, Hashable {
    /// A partition of the topic.
    public struct Partition: Sendable, Hashable {
        /// Its number.
        public var number: Int32
        /// The broker that leads it; nil if none does at the moment.
        public var leader: Int32?

        /// A partition and its leader.
        public init(number: Int32, leader: Int32?) {
            self.number = number
            self.leader = leader
        }
    }

    /// The partitions, ascending.
    public var partitions: [Partition]

    /// A topic with these partitions.
    public init(partitions: [Partition]) {
        self.partitions = partitions
    }
}
