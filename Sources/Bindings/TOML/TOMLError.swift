/// Text that is not TOML: what toml++ says about it, and where.
public struct TOMLError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The parser's own message.
    public var message: String
    /// Where parsing stopped; line 0 where toml++ does not say.
    public var position: TOMLPosition

    /// The message, with its place in front if it is known: `3:7: …`.
    public var description: String {
        position.line == 0 ? message : "\(position.line):\(position.column): \(message)"
    }
}
