/// The address of a Spark Connect server: `sc://HOST[:PORT]`.
enum SparkURL {
    /// What to say about a text that begins with `sc:`: that it is no such address, or that this release has no Spark.
    static func problem(with argument: String, use other: String) -> ValueProblem {
        guard argument.wholeMatch(of: /sc:\/\/[^\/\s:]+(:[0-9]{1,5})?(\/.*)?/) != nil else {
            return ValueProblem("`\(argument)` is not a Spark Connect server", hints: ["write sc://HOST:15002"])
        }
        return ValueProblem(
            "`\(argument)`: Spark is not in this release", hints: ["use \(other)"], isUnsupported: true)
    }
}
