import Commerce
import Streaming

extension StartPosition: ArgumentValue {
    static var expectation: String { "earliest, latest or a time as ISO 8601 writes it," }
    static var example: String { "latest" }

    /// Reads a word, or a date, or a date and a time with an optional fraction and zone; without a zone it is UTC.
    init(argument: String) throws(ValueProblem) {
        switch argument {
        case "earliest": self = .earliest
        case "latest": self = .latest
        default:
            do throws(ValueProblem) {
                self = .time(try Timestamp(argument: argument))
            } catch {
                throw Self.misread(argument)
            }
        }
    }

    var argument: String {
        switch self {
        case .earliest: "earliest"
        case .latest: "latest"
        case .time(let moment): moment.argument
        }
    }
}
