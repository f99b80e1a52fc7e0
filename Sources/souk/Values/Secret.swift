import Analysis

/// A password. It is never printed, and configuration files are not taken for it, because others read and copy them.
struct Secret: ArgumentValue, Hashable {
    /// The password; nil if there is none.
    var text: String?

    static let expectation = "a password"
    static let example = "one from the environment"

    init(argument: String) {
        text = argument.isEmpty ? nil : argument
    }

    var argument: String { "" }
    var json: JSONValue { .null }
}
