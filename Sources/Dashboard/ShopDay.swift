internal import Commerce
internal import Live

/// The hours of one day of the shop: of today, or of the last day before it with a sale as long as today has none.
///
/// They are sums of quarters of an hour, by which clocks everywhere differ from UTC; so a day of 23 or 25 hours, or one whose
/// clocks stand at :30, comes out right.
struct ShopDay: Equatable {
    /// An hour of the day.
    struct Hour: Equatable {
        var transactions: Int64 = 0
        var revenue: Int64 = 0
    }

    private static let secondsPerDay: Int64 = 86_400

    /// Days since 1 January 1970.
    let number: Int64
    /// Whether it is the present day.
    let isToday: Bool
    /// From 0 to 23.
    private(set) var hours = [Hour](repeating: Hour(), count: 24)

    /// The day to show.
    ///
    /// - Parameters:
    ///   - quarters: what was sold in which quarters of an hour.
    ///   - zone: the shop's clocks.
    init(_ quarters: [MarketSnapshot.Interval], now: Timestamp, zone: TimeZoneRules) {
        let today = Self.day(of: Self.local(now, zone))
        let days = quarters.map { Self.day(of: Self.local($0.start, zone)) }
        number = days.filter { $0 <= today }.max() ?? today
        isToday = number == today
        for (quarter, day) in zip(quarters, days) where day == number {
            let hour = Int((Self.local(quarter.start, zone) - day * Self.secondsPerDay) / 3_600)
            hours[hour].transactions += quarter.transactions
            hours[hour].revenue += quarter.revenue
        }
    }

    /// The date: `2026-02-14`.
    var date: String {
        String(Timestamp(microseconds: number * Self.secondsPerDay * 1_000_000).iso8601.prefix(10))
    }

    /// The hour with the most transactions, the earliest of equals; nil without any.
    var peakHour: Int? {
        hours.indices.filter { hours[$0].transactions > 0 }.max {
            (hours[$0].transactions, $1) < (hours[$1].transactions, $0)
        }
    }

    /// Writes the day as JSON.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("date")
            writer.string(date)
            writer.key("is_today")
            writer.boolean(isToday)
            writer.key("peak_hour")
            if let peakHour { writer.integer(peakHour) } else { writer.null() }
            writer.key("hours")
            writer.array(Array(hours.enumerated())) { writer, entry in
                writer.object { writer in
                    writer.key("hour")
                    writer.integer(entry.offset)
                    writer.key("transactions")
                    writer.integer(entry.element.transactions)
                    writer.key("revenue")
                    writer.amount(entry.element.revenue)
                }
            }
        }
    }

    /// What the shop's clocks show, in seconds counted as if it were UTC.
    private static func local(_ moment: Timestamp, _ zone: TimeZoneRules) -> Int64 {
        floor(moment.microseconds, 1_000_000) + Int64(zone.offset(at: moment))
    }

    private static func day(of local: Int64) -> Int64 { floor(local, secondsPerDay) }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
