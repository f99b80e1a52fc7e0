/// Distinct byte strings numbered in the order of their first appearance.
///
/// The text lies in one arena in Arrow's layout (`ends[i]..<ends[i + 1]`), so that a dictionary is handed to Parquet as it is.
public struct StringDictionary: Sendable {
    /// All texts, one after the other.
    public private(set) var bytes: [UInt8] = []
    /// Where each text begins, and at last where the last one ends: always `count + 1` entries.
    public private(set) var ends: [Int32] = [0]

    /// An empty dictionary.
    public init() {}

    /// How many distinct texts there are.
    public var count: Int { ends.count - 1 }
}
