/// A directory of HDFS: `webhdfs://HOST:PORT/PATH` (the NameNode's HTTP address), `swebhdfs://HOST:PORT/PATH` (over TLS) or
/// `hdfs://HOST:PORT/PATH` (the NameNode's RPC address, which Spark knows).
struct HDFSAddress: Sendable, Hashable {
    /// The schemes, as Hadoop writes them.
    enum Scheme: String, Sendable, Hashable {
        /// WebHDFS in the clear.
        case webhdfs
        /// WebHDFS over TLS.
        case swebhdfs
        /// The address of the NameNode's own protocol; its WebHDFS address has to be told or guessed.
        case hdfs
    }

    /// What the address is an address of.
    var scheme: Scheme
    /// The NameNodes as `HOST:PORT`: one, or the two of a pair.
    var nameNodes: [String]
    /// An absolute path.
    var path: String

    /// Reads what follows the scheme.
    ///
    /// - Parameter argument: the whole address, for messages.
    init(_ scheme: Scheme, _ rest: String, of argument: String) throws(ValueProblem) {
        guard
            let match = rest.wholeMatch(
                of: /\/\/((?:[^\/,\s@:]+:[0-9]{1,5})(?:,[^\/,\s@:]+:[0-9]{1,5})*)(\/.*)/)
        else { throw ValueProblem("`\(argument)` is not a lake on HDFS", hints: [Self.hint(scheme, rest)]) }
        self.scheme = scheme
        nameNodes = match.1.split(separator: ",").map(String.init)
        for node in nameNodes {
            let port = node.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
            guard port > 0 else { throw ValueProblem("`\(argument)`: `\(node)` has no port from 1 to 65535") }
        }
        var path = String(match.2)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw ValueProblem("`\(argument)`: the path must not hold `.` or `..`")
        }
        self.path = path
    }

    /// The address as it is written.
    var argument: String { "\(scheme.rawValue)://\(nameNodes.joined(separator: ","))\(path)" }

    private static func hint(_ scheme: Scheme, _ rest: String) -> String {
        if rest.contains("@") { return "the user's name does not belong here: set hdfs.user" }
        let port = scheme == .hdfs ? "9000 or 8020" : "9870"
        if rest.wholeMatch(of: /\/\/[^\/:\s]+(\/.*)?/) != nil { return "add the port, usually \(port)" }
        return "write \(scheme.rawValue)://HOST:PORT/PATH"
    }
}
