/// Something wrong in the configuration, and where.
struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The file with line and column, or the environment variable.
    var place: String
    /// What is wrong there, and what would be right.
    var message: String

    /// Place and message on one line.
    var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
