/// An address of a Spark Connect server that makes no sense. It never holds a token.
public struct SparkAddressError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and how it should be.
    public var description: String

    init(_ description: String) {
        self.description = description
    }
}
