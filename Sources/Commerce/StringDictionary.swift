/// Distinct byte strings numbered in the order of their first appearance.
///
/// The text lies in one arena in Arrow's layout (`ends[i]..<ends[i + 1]`), so that a dictionary is handed to Parquet as it is.
/// Ids are found by open addressing with linear probing. A slot of the table is one word: 16 bits of the hash, 16 bits that
/// say in which generation of the dictionary it was filled, 32 bits of id. Emptying the dictionary begins a new generation,
/// in which all slots count as free, so it costs the same whatever the dictionary held. An arena holds at most 2³¹−1 bytes.
public struct StringDictionary: Sendable {
    /// All texts, one after the other.
    public private(set) var bytes: [UInt8] = []
    /// Where each text begins, and at last where the last one ends: always `count + 1` entries.
    public private(set) var ends: [Int32] = [0]

    private static let smallestTable = 16
    private static let lastGeneration: UInt64 = 0xFFFF

    private var slots = [UInt64](repeating: 0, count: smallestTable)
    private var generation: UInt64 = 1
    private let seed: UInt64

    /// An empty dictionary.
    ///
    /// - Parameter seed: What the hash starts from; ids don't depend on it. It is random so that nobody can prepare texts
    ///   that all fall into the same slot.
    public init(seed: UInt64 = .random(in: .min ... .max)) {
        self.seed = seed
    }

    /// How many distinct texts there are.
    public var count: Int { ends.count - 1 }

    /// The text of an id, repaired where it is not UTF-8.
    public subscript(id: UInt32) -> String {
        String(decoding: bytes[Int(ends[Int(id)])..<Int(ends[Int(id) + 1])], as: UTF8.self)
    }

    /// The id of a text, which is added if it is new. Nothing is allocated for a text that is there.
    ///
    /// - Precondition: The arena has room for the text: all texts together are less than 2 GiB.
    public mutating func intern(_ text: RawSpan) -> UInt32 {
        let hash = Self.hash(text, seed: seed)
        let signature = (hash >> 48) << 16 | generation
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[index]
            if slot >> 32 == signature {
                let id = UInt32(truncatingIfNeeded: slot)
                if holds(text, as: id) { return id }
            } else if (slot >> 32) & Self.lastGeneration != generation {
                return add(text, signature: signature, at: index)
            }
            index = (index + 1) & mask
        }
    }

    /// Forgets all texts; the next one gets id 0.
    public mutating func removeAll(keepingCapacity: Bool = false) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
        ends.removeAll(keepingCapacity: keepingCapacity)
        ends.append(0)
        if !keepingCapacity { slots = [UInt64](repeating: 0, count: Self.smallestTable) }
        if generation == Self.lastGeneration {
            for index in slots.indices { slots[index] = 0 }
            generation = 0
        }
        generation += 1
    }

    @inline(__always)
    private func holds(_ text: RawSpan, as id: UInt32) -> Bool {
        let start = Int(ends[Int(id)])
        let length = Int(ends[Int(id) + 1]) - start
        guard length == text.byteCount else { return false }
        return text.matches(at: 0, bytes.rawSpan, at: start, length: length)
    }

    private mutating func add(_ text: RawSpan, signature: UInt64, at index: Int) -> UInt32 {
        precondition(text.byteCount <= Int(Int32.max) - bytes.count, "a string dictionary holds at most 2 GiB")
        let id = UInt32(count)
        bytes.append(text)
        ends.append(Int32(bytes.count))
        slots[index] = signature << 32 | UInt64(id)
        if count * 4 > slots.count * 3 { grow() }
        return id
    }

    private mutating func grow() {
        var larger = [UInt64](repeating: 0, count: slots.count * 2)
        let mask = larger.count - 1
        for id in 0..<count {
            let text = bytes.rawSpan.extracting(Int(ends[id])..<Int(ends[id + 1]))
            let hash = Self.hash(text, seed: seed)
            var index = Int(truncatingIfNeeded: hash) & mask
            while larger[index] != 0 { index = (index + 1) & mask }
            larger[index] = ((hash >> 48) << 16 | generation) << 32 | UInt64(id)
        }
        slots = larger
    }

    /// Folds the text word by word with a 64×64→128 bit multiplication, in the manner of wyhash.
    @inline(__always)
    private static func hash(_ text: RawSpan, seed: UInt64) -> UInt64 {
        let count = text.byteCount
        var hash = seed ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15)
        var position = 0
        while position &+ 8 < count {
            hash = fold(hash ^ text.word(at: position), 0xE703_7ED1_A0B4_28DB)
            position &+= 8
        }
        return fold(hash ^ text.word(at: position), seed | 0x8EBC_6AF0_9C88_C6E3)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
