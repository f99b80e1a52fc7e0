/// Where the content of a JSON string stands in its message, without the quotes.
struct JSONText {
    var start: Int
    var end: Int
    /// Whether the content is spelled with escapes, so that its bytes are not its text.
    var hasEscapes: Bool
}
