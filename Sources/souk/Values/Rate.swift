/// How fast transactions are made.
enum Rate: ArgumentValue, Hashable {
    /// As fast as the machine can.
    case unlimited
    /// At a pace.
    case paced(Pace)

    /// So many messages in a unit of time, more than none: `5k` a second, `0.2` a second, `1/min`.
    struct Pace: Sendable, Hashable {
        /// What a rate may count by.
        enum Unit: String, Sendable, CaseIterable {
            case second = "s"
            case minute = "min"
            case hour = "h"

            /// The unit's length in seconds.
            var seconds: Double {
                switch self {
                case .second: 1
                case .minute: 60
                case .hour: 3600
                }
            }
        }

        /// Millionths of a message in each unit.
        var millionths: Int64
        /// The unit of time.
        var unit: Unit

        /// Messages per second.
        var perSecond: Double { Double(millionths) / 1e6 / unit.seconds }
    }

    static let expectation = "a rate such as 50, 0.2 or 1/min (transactions per second, /min or /h), or max,"
    static let example = "5k"
    static let acceptedKinds: Set<TOMLKind> = [.string, .integer]
    private static let units = Count.units.mapValues { $0 * 1_000_000 }

    /// So many a second.
    static func perSecond(_ messages: Int64) -> Rate {
        .paced(Pace(millionths: messages * 1_000_000, unit: .second))
    }

    init(argument: String) throws(ValueProblem) {
        guard argument != "max" else {
            self = .unlimited
            return
        }
        let parts = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let millionths = UnitNumber.read(parts[0], units: Self.units), millionths > 0,
            let unit = parts.count == 1 ? .second : Pace.Unit(rawValue: String(parts[1]))
        else { throw Self.misread(argument) }
        self = .paced(Pace(millionths: millionths, unit: unit))
    }

    var argument: String {
        switch self {
        case .unlimited: "max"
        case .paced(let pace): pace.number + (pace.unit == .second ? "" : "/\(pace.unit.rawValue)")
        }
    }

    /// The rate as people say it: `50 transactions/s`, `as fast as possible`.
    var words: String {
        switch self {
        case .unlimited: "as fast as possible"
        case .paced(let pace):
            "\(pace.number) \(pace.number == "1" ? "transaction" : "transactions")/\(pace.unit.rawValue)"
        }
    }
}

extension Rate.Pace {
    /// The number of messages in each unit, exactly.
    var number: String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        guard rest > 0 else { return String(whole) }
        var fraction = String(String(rest + 1_000_000).dropFirst())
        while fraction.last == "0" { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }
}
