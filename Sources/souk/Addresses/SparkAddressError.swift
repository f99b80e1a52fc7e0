/// What is wrong with the address of a Spark Connect server; without a token that may stand in it.
struct SparkAddressError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    let description: String

    /// A problem in words.
    init(_ description: String) {
        self.description = description
    }
}
