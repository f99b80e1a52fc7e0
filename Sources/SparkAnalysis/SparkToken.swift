/// A token of Spark's SQL, as far as the read-only rule tells them apart.
enum SparkToken: Sendable, Hashable {
    /// A keyword or an identifier, in lower case; one in backquotes without them.
    case name(String)
    /// A text in single or double quotes.
    case text
    /// Any other character.
    case symbol(Unicode.Scalar)
}
