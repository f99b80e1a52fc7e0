/// Where a lake is: a directory of this machine.
struct LakeURL: ArgumentValue, Hashable {
    /// The directory's path.
    var path: String

    static let expectation = "a lake"
    static let example = "data/lake"

    /// The lake in a directory.
    init(path: String) {
        self.path = path
    }

    init(argument: String) throws(ValueProblem) {
        guard !argument.isEmpty, argument != "-" else {
            throw ValueProblem("`\(argument)` is not a lake: use the path of a directory, such as data/lake")
        }
        guard let (scheme, rest) = AddressScheme.split(argument) else {
            path = argument
            return
        }
        switch scheme {
        case "webhdfs", "swebhdfs", "hdfs":
            guard rest.wholeMatch(of: /\/\/[^\/\s]+:[0-9]{1,5}\/.*/) != nil else {
                throw ValueProblem("`\(argument)` is not a lake on HDFS", hints: ["write \(scheme)://HOST:PORT/PATH"])
            }
            throw ValueProblem(
                "`\(argument)`: lakes on HDFS are not in this release",
                hints: ["use the path of a directory, such as data/lake"], isUnsupported: true)
        case "log", "kafka":
            throw ValueProblem("`\(argument)` is a log, not a lake: use the path of a directory, such as data/lake")
        default:
            throw ValueProblem(
                "`\(argument)` is not a lake: use the path of a directory, such as data/lake",
                hints: rest.hasPrefix("//") ? [] : ["if it is a path, write ./\(argument)"])
        }
    }

    var argument: String { path }
}
