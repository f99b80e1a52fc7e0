import Commerce

/// Makes messages for the tests from a seed: mostly in order, some late, some broken.
struct Market {
    private var state: UInt64
    private var time: Int64 = 1_767_225_600_000_000

    init(seed: UInt64) {
        state = seed
    }

    /// Messages for a number of partitions.
    mutating func messages(count: Int, partitions: Int32) -> [Int32: [[UInt8]]] {
        var messages: [Int32: [[UInt8]]] = [:]
        for partition in 0..<partitions { messages[partition] = [] }
        for number in 0..<count {
            messages[Int32(draw(UInt64(partitions)))]?.append(message(number))
        }
        return messages
    }

    private mutating func message(_ number: Int) -> [UInt8] {
        time += Int64(draw(2_000_000))
        if draw(50) == 0 { return Array("{\"transaction_id\":\"broken \(number)\"".utf8) }
        let late = draw(20) == 0 ? Int64(draw(600_000_000)) : Int64(draw(30_000_000))
        let amount = 1 + draw(2_000_00)
        let text = """
            {"transaction_id":"t\(number)","user_id":"user_\(draw(200))","city":"\(pick(["Rabat", "Fes", "Agadir"]))",\
            "category":"\(pick(["Books", "Sports"]))","amount":\(amount / 100).\(amount % 100 < 10 ? "0" : "")\(amount % 100),\
            "quantity":\(1 + draw(5)),"payment_method":"\(pick(["Cash", "PayPal"]))","timestamp":\((time - late) / 1_000)}
            """
        return Array(text.utf8)
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
