import SparkConnect

extension SparkAddress {
    /// Reads what was written on a command line; nil if it is no address of a Spark Connect server at all.
    static func read(argument: String) throws(ValueProblem) -> SparkAddress? {
        guard argument.hasPrefix("sc:") else { return nil }
        do {
            return try SparkAddress(argument)
        } catch {
            throw ValueProblem(
                error.description,
                hints: ["write sc://HOST[:PORT], and parameters behind /; as in sc://HOST:15002/;use_ssl=true"])
        }
    }
}
