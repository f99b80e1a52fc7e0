/// A topic of a Kafka cluster: `kafka://HOST:PORT[,HOST:PORT…]/TOPIC`.
struct KafkaAddress: Sendable, Hashable {
    /// The brokers that are asked first, as `HOST:PORT`, with commas between them.
    var servers: String
    /// The topic's name.
    var topic: String

    /// Reads what follows `kafka:`.
    ///
    /// - Parameter argument: the whole address, for messages.
    init(_ rest: String, of argument: String) throws(ValueProblem) {
        guard
            let match = rest.wholeMatch(
                of: /\/\/((?:[^\/,\s@]+:[0-9]{1,5})(?:,[^\/,\s@]+:[0-9]{1,5})*)\/([A-Za-z0-9._\-]{1,249})/)
        else {
            throw ValueProblem(
                "`\(Self.withoutPassword(argument))` is not a Kafka topic", hints: [Self.hint(for: rest)])
        }
        servers = String(match.1)
        topic = String(match.2)
        for server in servers.split(separator: ",") {
            let port = server.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
            guard port > 0 else { throw ValueProblem("`\(argument)`: `\(server)` has no port from 1 to 65535") }
        }
    }

    /// The address as it is written.
    var argument: String { "kafka://\(servers)/\(topic)" }

    /// The address with what may be a password left out, because messages are kept and copied.
    private static func withoutPassword(_ argument: String) -> String {
        argument.replacing(/:[^\/:@]*@/, with: ":…@")
    }

    private static func hint(for rest: String) -> String {
        if rest.contains("@") {
            return "a name and a password do not belong here: set kafka.username and kafka.password_file"
        }
        if rest.wholeMatch(of: /\/\/[^\/:,\s]+\/[A-Za-z0-9._\-]+/) != nil {
            return "add the port, usually 9092: kafka://HOST:9092/TOPIC"
        }
        if rest.wholeMatch(of: /\/\/[^\/\s]+\/?/) != nil {
            return "add the topic: kafka:\(rest.hasSuffix("/") ? rest : rest + "/")TOPIC"
        }
        return "write kafka://HOST:PORT[,HOST:PORT]/TOPIC"
    }
}
