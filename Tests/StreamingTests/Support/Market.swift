import Commerce

/// Makes messages for the tests from a seed: mostly in order, some late, some much too late, some broken.
struct Market {
    /// A message and what it says; nothing if it is broken.
    struct Message: Sendable {
        var bytes: [UInt8]
        var transaction: Transaction?
    }

    /// When the first sales are made, in microseconds since the epoch.
    static let opening: Int64 = 1_767_225_600_000_000

    private var state: UInt64
    private var time = opening
    private var number = 0
    private let step: Int64

    /// A market.
    ///
    /// - Parameter step: how far two sales are apart in event time on an average, in microseconds.
    init(seed: UInt64, step: Int64 = 1_000_000) {
        state = seed
        self.step = step
    }

    /// Messages for partitions 0, 1, 2 …, divided at random.
    mutating func draw(count: Int, partitions: Int32) -> [Int32: [Message]] {
        var messages: [Int32: [Message]] = [:]
        for partition in 0..<partitions { messages[partition] = [] }
        for _ in 0..<count {
            messages[Int32(draw(UInt64(partitions)))]?.append(next())
        }
        return messages
    }

    /// The bytes alone.
    mutating func messages(count: Int, partitions: Int32) -> [Int32: [[UInt8]]] {
        draw(count: count, partitions: partitions).mapValues { $0.map(\.bytes) }
    }

    /// The next message.
    mutating func next() -> Message {
        number += 1
        time += Int64(draw(UInt64(2 * step)))
        if draw(50) == 0 {
            return Message(bytes: Array("{\"transaction_id\":\"broken \(number)\"".utf8))
        }
        let late = draw(20) == 0 ? Int64(draw(900_000_000)) : Int64(draw(30_000_000))
        let transaction = Transaction(
            transactionID: "t\(number)", userID: "user_\(draw(200))", city: pick(["Rabat", "Fes", "Agadir"]),
            category: pick(["Books", "Sports"]), amount: Int64(1 + draw(2_000_00)), quantity: Int32(1 + draw(5)),
            paymentMethod: pick(["Cash", "PayPal"]),
            timestamp: Timestamp(microseconds: (time - late) / 1_000 * 1_000))
        return Message(bytes: Self.json(of: transaction), transaction: transaction)
    }

    /// A sale at a given time.
    static func sale(_ number: Int, at time: Int64, city: String = "Rabat") -> Message {
        let transaction = Transaction(
            transactionID: "s\(number)", userID: "user_1", city: city, category: "Books", amount: 10_00, quantity: 1,
            paymentMethod: "Cash", timestamp: Timestamp(microseconds: time))
        return Message(bytes: json(of: transaction), transaction: transaction)
    }

    private static func json(of sale: Transaction) -> [UInt8] {
        let cents = sale.amount % 100
        return Array(
            """
            {"transaction_id":"\(sale.transactionID)","user_id":"\(sale.userID)","city":"\(sale.city)",\
            "category":"\(sale.category)","amount":\(sale.amount / 100).\(cents < 10 ? "0" : "")\(cents),\
            "quantity":\(sale.quantity),"payment_method":"\(sale.paymentMethod)",\
            "timestamp":\(sale.timestamp.microseconds / 1_000)}
            """.utf8)
    }

    private mutating func pick(_ values: [String]) -> String {
        values[Int(draw(UInt64(values.count)))]
    }

    private mutating func draw(_ limit: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % limit
    }
}
