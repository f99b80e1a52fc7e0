/// Reads moments in ISO 8601 from bytes, and remembers the last date, since neighbours in a stream share it.
struct TimestampReader: Sendable {
    private static let microsecondsPerSecond: Int64 = 1_000_000
    private static let powersOfTen: InlineArray<7, Int64> = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1]

    /// `UTC` as a little-endian word.
    private static let utc: UInt64 = 0x43_5455

    /// The zone of moments that name none.
    let zone: TimeZoneRules
    /// The first eight bytes of the last date read, its last two, and its first second.
    private var cachedHead: UInt64 = 0
    private var cachedTail: UInt64 = 0
    private var cachedSeconds: Int64 = 0

    init(zone: TimeZoneRules) {
        self.zone = zone
    }

    /// Reads `YYYY-MM-DD[(T|t|space)HH:MM[:SS[(.|,)1-9 digits]][[space](Z|z|UTC|±HH|±HHMM|±HH:MM)]]` from its first byte to its last.
    ///
    /// A date alone is its midnight. Digits behind the microseconds are cut off. Every field must be in its range: the date one of
    /// the calendar, hours 0…23, minutes and seconds 0…59, the zone's offset within ±18:00.
    ///
    /// - Returns: Microseconds since the epoch, or nil when the bytes are no such moment.
    @inline(__always)
    mutating func read(_ bytes: RawSpan) -> Int64? {
        guard bytes.byteCount >= 16 else { return readMidnight(bytes) }
        guard var seconds = readDate(bytes) else { return nil }
        let separator = bytes.byte(at: 10)
        guard separator | 0x20 == UInt8(ascii: "t") || separator == ASCII.space else { return nil }
        guard let hour = Self.pair(bytes, at: 11, below: 24), bytes.byte(at: 13) == ASCII.colon,
            let minute = Self.pair(bytes, at: 14, below: 60)
        else { return nil }
        seconds += hour * 3_600 + minute * 60
        var position = 16
        var fraction: Int64 = 0
        if bytes.byte(at: 16) == ASCII.colon {
            guard let second = Self.pair(bytes, at: 17, below: 60) else { return nil }
            seconds += second
            position = 19
            let mark = bytes.byte(at: 19)
            if mark == ASCII.point || mark == ASCII.comma {
                position = 20
                guard let microseconds = Self.readFraction(bytes, from: &position) else { return nil }
                fraction = microseconds
            }
        }
        if position == bytes.byteCount {
            seconds = zone.utcSeconds(ofLocalSeconds: seconds)
        } else {
            guard let offset = Self.readOffset(bytes, from: position) else { return nil }
            seconds -= offset
        }
        return seconds * Self.microsecondsPerSecond + fraction
    }

    /// The first moment of a date that stands alone, as its zone's clocks show it.
    @inline(never)
    private mutating func readMidnight(_ bytes: RawSpan) -> Int64? {
        guard bytes.byteCount == 10, let seconds = readDate(bytes) else { return nil }
        return zone.utcSeconds(ofLocalSeconds: seconds) * Self.microsecondsPerSecond
    }

    /// The first second of the date in the first ten bytes, as if it were in UTC.
    @inline(__always)
    private mutating func readDate(_ bytes: RawSpan) -> Int64? {
        let head = bytes.word(at: 0)
        let tail = bytes.word(at: 8) & 0xFFFF
        if head == cachedHead && tail == cachedTail { return cachedSeconds }
        guard let century = Self.pair(bytes, at: 0, below: 100), let year = Self.pair(bytes, at: 2, below: 100),
            bytes.byte(at: 4) == ASCII.minus, let month = Self.pair(bytes, at: 5, below: 13),
            bytes.byte(at: 7) == ASCII.minus, let day = Self.pair(bytes, at: 8, below: 32)
        else { return nil }
        let date = CalendarDate(year: Int(century * 100 + year), month: Int(month), day: Int(day))
        guard date.isReal else { return nil }
        cachedHead = head
        cachedTail = tail
        cachedSeconds = Int64(date.daysSinceEpoch) * 86_400
        return cachedSeconds
    }

    @inline(__always)
    private static func readFraction(_ bytes: RawSpan, from position: inout Int) -> Int64? {
        var fraction: Int64 = 0
        var count = 0
        while true {
            let digit = ASCII.digit(bytes.byte(at: position))
            guard digit <= 9 else { break }
            if count < 6 { fraction = fraction * 10 + Int64(digit) }
            count += 1
            position += 1
        }
        guard count >= 1 && count <= 9 else { return nil }
        return fraction * powersOfTen[min(count, 6)]
    }

    /// Seconds east of UTC that `Z`, `UTC`, `±HH`, `±HHMM` or `±HH:MM` says, behind a space or none, which must be all that is left.
    private static func readOffset(_ bytes: RawSpan, from start: Int) -> Int64? {
        let sign = bytes.byte(at: start)
        let length = bytes.byteCount - start
        if sign | 0x20 == UInt8(ascii: "z") { return length == 1 ? 0 : nil }
        if sign == ASCII.space {
            return bytes.byte(at: start + 1) == ASCII.space ? nil : readOffset(bytes, from: start + 1)
        }
        if sign == UInt8(ascii: "U") { return length == 3 && bytes.word(at: start) == utc ? 0 : nil }
        guard sign == ASCII.plus || sign == ASCII.minus,
            let hours = pair(bytes, at: start + 1, below: 19)
        else { return nil }
        var minutes: Int64 = 0
        if length != 3 {
            let hasColon = bytes.byte(at: start + 3) == ASCII.colon
            guard length == (hasColon ? 6 : 5), let read = pair(bytes, at: start + (hasColon ? 4 : 3), below: 60) else {
                return nil
            }
            minutes = read
        }
        let offset = hours * 3_600 + minutes * 60
        guard offset <= 18 * 3_600 else { return nil }
        return sign == ASCII.minus ? -offset : offset
    }

    /// Two digits as a number below a limit.
    @inline(__always)
    private static func pair(_ bytes: RawSpan, at position: Int, below limit: Int64) -> Int64? {
        let tens = ASCII.digit(bytes.byte(at: position))
        let ones = ASCII.digit(bytes.byte(at: position + 1))
        guard tens <= 9 && ones <= 9 else { return nil }
        let value = Int64(tens) * 10 + Int64(ones)
        return value < limit ? value : nil
    }
}
