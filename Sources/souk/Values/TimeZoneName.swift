import Foundation

/// A time zone by its name in the IANA database, such as `Africa/Casablanca`; or `local`, the machine's own.
struct TimeZoneName: ArgumentValue, Hashable {
    /// The name.
    var identifier: String

    static let expectation = "local or the name of a time zone"
    static let example = "Africa/Casablanca"

    /// The zone without an offset.
    static let utc = TimeZoneName(identifier: "UTC")

    /// The machine's own zone, whichever that is; `TimeZoneDatabase.resolve` looks it up.
    static let local = TimeZoneName(identifier: "local")

    /// The zone of the simulated marketplace.
    static let casablanca = TimeZoneName(identifier: "Africa/Casablanca")

    private init(identifier: String) {
        self.identifier = identifier
    }

    init(argument: String) throws(ValueProblem) {
        guard argument == Self.local.identifier || TimeZone(identifier: argument) != nil else {
            var problem = Self.misread(argument)
            let suggestion = Suggestion.nearest(to: argument, among: TimeZone.knownTimeZoneIdentifiers)
            problem.hints = suggestion.map { ["did you mean \($0)?"] } ?? []
            throw problem
        }
        identifier = argument
    }

    var argument: String { identifier }
}
