import Foundation

/// A time zone by its name in the IANA database, such as `Africa/Casablanca`.
struct TimeZoneName: ArgumentValue, Hashable {
    /// The name.
    var identifier: String

    static let expectation = "the name of a time zone"
    static let example = "Africa/Casablanca"

    /// The zone without an offset.
    static let utc = TimeZoneName(identifier: "UTC")

    /// The zone of the simulated marketplace.
    static let casablanca = TimeZoneName(identifier: "Africa/Casablanca")

    private init(identifier: String) {
        self.identifier = identifier
    }

    init(argument: String) throws(ValueProblem) {
        guard TimeZone(identifier: argument) != nil else {
            var problem = Self.misread(argument)
            let suggestion = Suggestion.nearest(to: argument, among: TimeZone.knownTimeZoneIdentifiers)
            problem.hints = suggestion.map { ["did you mean \($0)?"] } ?? []
            throw problem
        }
        identifier = argument
    }

    /// The zone itself.
    var timeZone: TimeZone { TimeZone(identifier: identifier) ?? .gmt }

    var argument: String { identifier }
}
