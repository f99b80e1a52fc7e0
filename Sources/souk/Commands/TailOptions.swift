/// Which messages of a log are printed, and how.
struct TailOptions: Sendable, Hashable {
    /// Where printing begins.
    enum Start: ArgumentValue, Hashable {
        /// At the first message that the log still has.
        case beginning
        /// At the next message to be written.
        case end
        /// At an offset, in every partition that is printed.
        case offset(Int64)

        static let expectation = "beginning, end or an offset"
        static let example = "1000"

        init(argument: String) throws(ValueProblem) {
            switch argument {
            case "beginning": self = .beginning
            case "end": self = .end
            default:
                guard let offset = Int64(argument), offset >= 0 else { throw Self.misread(argument) }
                self = .offset(offset)
            }
        }

        var argument: String {
            switch self {
            case .beginning: "beginning"
            case .end: "end"
            case .offset(let offset): String(offset)
            }
        }
    }

    /// The log.
    var source: LogURL
    /// Where printing begins.
    var start: Start
    /// Whether to stop at the log's present end.
    var stopsAtEnd: Bool
    /// The only partition to print; nil for all.
    var partition: Int32?
    /// Whether each message stands in a JSON object with its partition and offset.
    var printsEnvelope: Bool
}
