import Analysis

/// A file's path, or none: the empty text.
struct OptionalPath: ArgumentValue, Hashable {
    /// The path; nil if there is none.
    var path: String?

    static let expectation = "the path of a file"
    static let example = "./token"

    /// A path, or none.
    init(_ path: String? = nil) {
        self.path = path
    }

    init(argument: String) {
        path = argument.isEmpty ? nil : argument
    }

    var argument: String { path ?? "" }
    var json: JSONValue { path.map(JSONValue.string) ?? .null }
}
