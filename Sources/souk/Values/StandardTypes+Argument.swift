import Analysis
import Commerce

extension String: ArgumentValue {
    static var expectation: String { "a text" }
    static var example: String { "text" }

    init(argument: String) {
        self = argument
    }

    var argument: String { self }
}

extension Int: ArgumentValue {
    static var expectation: String { "a whole number" }
    static var example: String { "4" }
    static var acceptedKinds: Set<TOMLKind> { [.string, .integer] }

    init(argument: String) throws(ValueProblem) {
        guard let value = Int(argument) else { throw Self.misread(argument) }
        self = value
    }

    var argument: String { String(self) }
    var json: JSONValue { .integer(Int64(self)) }
}

extension UInt64: ArgumentValue {
    static var expectation: String { "a whole number between 0 and 18446744073709551615" }
    static var example: String { "42" }

    init(argument: String) throws(ValueProblem) {
        guard let value = UInt64(argument) else { throw Self.misread(argument) }
        self = value
    }

    var argument: String { String(self) }
}

extension EpochUnit: ArgumentValue {}
