/// How busy the shop is by the local time of day: quiet at night, a small peak at noon, the great one from 20:00 to
/// 21:00.
struct DailyRhythm: Sendable {
    /// How busy the middle of each hour is, relative to the others.
    private static let hours: [Double] = [
        0.45, 0.25, 0.15, 0.10, 0.10, 0.15, 0.30, 0.50, 0.75, 0.95, 1.10, 1.25,
        1.40, 1.35, 1.15, 1.05, 1.10, 1.25, 1.50, 1.85, 2.30, 1.90, 1.30, 0.80,
    ]

    /// Microseconds of a minute.
    static let minute: Int64 = 60_000_000
    private static let minutesPerDay = 1440

    /// Intensity by minute of the day; 1 on average.
    let intensities: [Double]

    /// The rhythm of the shop.
    init() {
        let raw = (0..<Self.minutesPerDay).map { minute -> Double in
            let hour = (Double(minute) + 0.5) / 60 + 23.5
            let before = Int(hour) % 24
            let part = hour - Double(Int(hour))
            return Self.hours[before] * (1 - part) + Self.hours[(before + 1) % 24] * part
        }
        let mean = raw.reduce(0, +) / Double(raw.count)
        intensities = raw.map { $0 / mean }
    }

    /// The intensity at a moment of local time.
    func intensity(atLocal microseconds: Int64) -> Double {
        let day = Self.minute * Int64(Self.minutesPerDay)
        let timeOfDay = (microseconds % day + day) % day
        return intensities[Int(timeOfDay / Self.minute)]
    }
}
