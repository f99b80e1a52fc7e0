/// What makes a log this log: the embedded log's UUID, Kafka's cluster id, topic and topic id, or a file's path.
///
/// A name can belong to one log after another: a topic is deleted and created again. Where the log's server tells those apart,
/// `incarnation` is what it calls this one.
public struct LogIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The log's name in one line, such as `log:0b0c…` or `kafka:4L6g…/ecommerce-transactions`.
    public let description: String
    /// Which of the logs that have had this name in turn: Kafka's topic id. Nil if the name alone says it, or nobody does.
    public let incarnation: String?

    /// An identity from its one-line form.
    public init(_ description: String, incarnation: String? = nil) {
        self.description = description
        self.incarnation = incarnation
    }

    /// What a log is to a lake that remembers an identity.
    public enum Relation: Sendable, Hashable {
        /// It is the log that fed the lake.
        case same
        /// It has the name that the lake remembers, and the lake does not remember which incarnation: an older version of Souk
        /// wrote it, or the brokers gave topics no ids then. The lake takes this one to be its own.
        case adopted
        /// It has the name that the lake remembers, and does not say which incarnation it is: the brokers give topics no ids.
        /// The name decides, and what the lake remembers stays remembered.
        case unconfirmed
        /// It has the name that the lake remembers and is another log: the topic was deleted and created again.
        case recreated(remembered: String, found: String)
        /// It is another log.
        case other
    }

    /// What this log is to a lake that remembers an identity.
    public func relation(to remembered: LogIdentity) -> Relation {
        guard description == remembered.description else { return .other }
        switch (remembered.incarnation, incarnation) {
        case (nil, nil): return .same
        case (nil, _?): return .adopted
        case (_?, nil): return .unconfirmed
        case (let remembered?, let found?):
            return remembered == found ? .same : .recreated(remembered: remembered, found: found)
        }
    }

    /// What a lake remembers after it has gone on with this log.
    public func remembered(after former: LogIdentity) -> LogIdentity {
        relation(to: former) == .unconfirmed ? former : self
    }
}
