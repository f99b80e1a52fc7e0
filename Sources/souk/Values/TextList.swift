import Analysis

/// Several texts, written with commas between them or as an array in TOML.
struct TextList: ArgumentValue, Hashable {
    /// The texts, none of them empty.
    var elements: [String]

    static let expectation = "texts with commas between them"
    static let example = "souk.example,souk.internal"
    static let acceptedKinds: Set<TOMLKind> = [.string, .array]

    /// A list of texts.
    init(_ elements: [String]) {
        self.elements = elements
    }

    init(argument: String) {
        elements = argument.split(separator: ",").map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
    }

    var argument: String { elements.joined(separator: ",") }
    var json: JSONValue { .array(elements.map(JSONValue.string)) }
}
