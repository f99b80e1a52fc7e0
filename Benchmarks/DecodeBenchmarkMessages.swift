internal import Commerce

/// Messages in the spelling of the reference producer, one after the other in one buffer.
struct DecodeBenchmarkMessages {
    /// The moment that no message lies behind.
    static let end = Timestamp(microseconds: 1_767_312_000_000_000)

    private static let start: Int64 = 1_767_225_600_000_000
    private static let cities = [
        "Casablanca", "Rabat", "Marrakech", "Fès", "Tanger", "Agadir", "Meknès", "Oujda", "Kénitra", "Tétouan",
    ]
    private static let categories = [
        "Electronics", "Fashion", "Home & Garden", "Sports", "Books", "Beauty", "Toys", "Food", "Automotive",
    ]
    private static let paymentMethods = ["credit_card", "cash_on_delivery", "mobile_payment", "bank_transfer"]

    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    private var state: UInt64

    /// Makes messages; equal seeds make equal ones.
    init(count: Int, seed: UInt64) {
        state = seed
        bytes.reserveCapacity(count * 256)
        ends.reserveCapacity(count + 1)
        for index in 0..<count {
            bytes.append(contentsOf: message(at: Self.start + Int64(index) * 80_000 % 86_400_000_000).utf8)
            ends.append(bytes.count)
        }
    }

    /// How many messages there are.
    var count: Int { ends.count - 1 }

    /// Where a message lies.
    func range(at index: Int) -> Range<Int> {
        ends[index]..<ends[index + 1]
    }

    /// The bytes of a message.
    @_lifetime(borrow self)
    func message(at index: Int) -> RawSpan {
        bytes.rawSpan.extracting(ends[index]..<ends[index + 1])
    }

    private mutating func message(at microseconds: Int64) -> String {
        let cents = 500 + next() % 500_000
        let timestamp = Timestamp(microseconds: microseconds + Int64(next() % 80_000)).iso8601.dropLast()
        return """
            {"transaction_id": "\(uuid())", "user_id": "user_\(1 + next() % 20_000)", \
            "city": "\(pick(Self.cities))", "category": "\(pick(Self.categories))", \
            "amount": \(cents / 100).\(cents / 10 % 10)\(cents % 10), "quantity": \(1 + next() % 5), \
            "payment_method": "\(pick(Self.paymentMethods))", "timestamp": "\(timestamp)"}
            """
    }

    private mutating func uuid() -> String {
        let numbers = [next(), next()]
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 { text.append(UInt8(ascii: "-")) }
            let value = UInt8(truncatingIfNeeded: numbers[digit / 16] >> UInt64(digit % 16 * 4)) & 0xF
            text.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func pick(_ values: [String]) -> String {
        values[Int(next() % UInt64(values.count))]
    }

    /// The next number of SplitMix64 (Steele, Lea and Flood, 2014).
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
