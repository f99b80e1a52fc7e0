/// What makes a log this log: the embedded log's UUID, Kafka's cluster id and topic, or a file's path.
public struct LogIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The identity in one line, such as `log:0b0c…` or `kafka:4L6g…/ecommerce-transactions`.
    public let description: String

    /// An identity from its one-line form.
    public init(_ description: String) {
        self.description = description
    }
}
