import TOML

/// The kinds of TOML value, as error messages name them.
enum TOMLKind: String, Sendable, Hashable {
    case table = "a table"
    case array = "an array"
    case string = "a string"
    case integer = "an integer"
    case float = "a floating-point number"
    case boolean = "a boolean"
    case time = "a date or time"

    init(_ value: TOMLNode.Value) {
        switch value {
        case .table: self = .table
        case .array: self = .array
        case .string: self = .string
        case .integer: self = .integer
        case .float: self = .float
        case .boolean: self = .boolean
        case .time: self = .time
        }
    }
}
