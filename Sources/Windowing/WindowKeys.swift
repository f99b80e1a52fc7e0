/// The distinct keys of all windows, numbered. Keys are the same if their bytes are, as in the lake; not if they only look
/// the same, as Swift's strings compare.
struct WindowKeys: Sendable {
    private var numbers: [[UInt8]: UInt32] = [:]
    private(set) var texts: [[UInt8]] = []

    var count: Int { texts.count }

    /// The number of a text, which is added if it is new.
    mutating func number(of text: [UInt8]) -> UInt32 {
        if let number = numbers[text] { return number }
        let number = UInt32(count)
        numbers[text] = number
        texts.append(text)
        return number
    }

    func text(of number: UInt32) -> String {
        String(decoding: texts[Int(number)], as: UTF8.self)
    }

    /// All numbers in the order of their keys' bytes.
    var sorted: [UInt32] {
        (0..<UInt32(count)).sorted { texts[Int($0)].lexicographicallyPrecedes(texts[Int($1)]) }
    }

    /// Each key's place in that order.
    var ranks: [UInt32] {
        var ranks = [UInt32](repeating: 0, count: count)
        for (rank, number) in sorted.enumerated() { ranks[Int(number)] = UInt32(rank) }
        return ranks
    }
}
