/// A header field of a request or a response.
public struct WebHeader: Sendable, Hashable {
    /// The field's name; its case does not matter.
    public var name: String
    /// The field's value.
    public var value: String

    /// A field.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
