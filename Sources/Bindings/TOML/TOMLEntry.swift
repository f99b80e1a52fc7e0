/// A key of a TOML table and what stands under it.
public struct TOMLEntry: Sendable, Hashable {
    /// The key, without quotes.
    public var key: String
    /// Its value.
    public var node: TOMLNode

    /// A key with its value.
    public init(key: String, node: TOMLNode) {
        self.key = key
        self.node = node
    }
}
