/// A column of texts in Arrow's layout.
public struct ParquetTexts: Sendable, Hashable {
    /// All texts, one after the other.
    public var bytes: [UInt8]
    /// Where each text begins, and at last where the last one ends: `count + 1` entries.
    public var ends: [Int32]

    /// How many texts there are.
    public var count: Int { ends.count - 1 }

    /// Where the bytes of a text lie.
    public func range(at index: Int) -> Range<Int> {
        Int(ends[index])..<Int(ends[index + 1])
    }

    /// A text as a string; bytes that are not UTF-8 are replaced.
    public func string(at index: Int) -> String {
        String(decoding: bytes[range(at: index)], as: UTF8.self)
    }
}
