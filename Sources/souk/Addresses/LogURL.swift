/// Where a log is.
enum LogURL: ArgumentValue, Hashable {
    /// The embedded log in a directory: `log:DIR`.
    case embedded(directory: String)
    /// A Kafka topic: `kafka://HOST:PORT[,HOST:PORT…]/TOPIC`.
    case kafka(KafkaAddress)
    /// A file of NDJSON: `file:PATH`.
    case file(path: String)
    /// NDJSON on standard input or output: `-`.
    case standardStream

    static let expectation = "a log"
    static let example = "log:data/log, kafka://localhost:9092/sales, file:sales.ndjson or -"

    init(argument: String) throws(ValueProblem) {
        guard argument != "-" else {
            self = .standardStream
            return
        }
        guard let (scheme, rest) = AddressScheme.split(argument) else { throw Self.notALog(argument) }
        switch scheme {
        case "log": self = .embedded(directory: try Self.path(rest, argument))
        case "file": self = .file(path: try Self.path(rest, argument))
        case "kafka": self = .kafka(try KafkaAddress(rest, of: argument))
        default: throw Self.notALog(argument)
        }
    }

    /// Takes the path of `file:PATH`, and of `file:///PATH` as other programs write it.
    private static func path(_ rest: String, _ argument: String) throws(ValueProblem) -> String {
        let path = rest.hasPrefix("///") ? String(rest.dropFirst(2)) : rest
        guard !path.isEmpty, !path.hasPrefix("//") else {
            throw ValueProblem("`\(argument)` names no path", hints: ["write log:DIR or file:PATH"])
        }
        return path
    }

    private static func notALog(_ argument: String) -> ValueProblem {
        var problem = ValueProblem(
            "`\(argument)` is not a log: use log:DIR, kafka://HOST:PORT/TOPIC, file:PATH or - for standard input and output"
        )
        guard !argument.isEmpty, !argument.contains("://") else { return problem }
        let isFile = [".ndjson", ".jsonl", ".json", ".csv"].contains { argument.hasSuffix($0) }
        problem.hints = ["did you mean \(isFile ? "file" : "log"):\(argument)?"]
        return problem
    }

    var argument: String {
        switch self {
        case .embedded(let directory): "log:\(directory)"
        case .kafka(let address): address.argument
        case .file(let path): "file:\(path)"
        case .standardStream: "-"
        }
    }
}
