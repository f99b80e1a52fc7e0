/// Where a lake is: a directory of this machine, or of HDFS.
enum LakeURL: ArgumentValue, Hashable {
    /// The path of a directory.
    case directory(String)
    /// A directory of HDFS.
    case hdfs(HDFSAddress)

    static let expectation = "a lake"
    static let example = "data/lake or webhdfs://namenode:9870/lake"

    private static let choices = "use the path of a directory, such as data/lake, or webhdfs://HOST:PORT/PATH"

    init(argument: String) throws(ValueProblem) {
        guard !argument.isEmpty, argument != "-" else {
            throw ValueProblem("`\(argument)` is not a lake: \(Self.choices)")
        }
        guard let (scheme, rest) = AddressScheme.split(argument) else {
            self = .directory(argument)
            return
        }
        if let scheme = HDFSAddress.Scheme(rawValue: scheme) {
            self = .hdfs(try HDFSAddress(scheme, rest, of: argument))
            return
        }
        guard scheme != "log", scheme != "kafka" else {
            throw ValueProblem("`\(argument)` is a log, not a lake: \(Self.choices)")
        }
        throw ValueProblem(
            "`\(argument)` is not a lake: \(Self.choices)",
            hints: rest.hasPrefix("//") ? [] : ["if it is a path, write ./\(argument)"])
    }

    /// The directory on this machine; nil for a lake that is elsewhere.
    var directory: String? {
        if case .directory(let path) = self { path } else { nil }
    }

    var argument: String {
        switch self {
        case .directory(let path): path
        case .hdfs(let address): address.argument
        }
    }
}
