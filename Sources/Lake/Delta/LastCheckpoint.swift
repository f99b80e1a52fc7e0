/// The content of `_last_checkpoint`: where a reader may begin.
struct LastCheckpoint: Codable, Sendable, Hashable {
    static let name = "_last_checkpoint"

    /// The checkpoint's version.
    var version: Int64
    /// How many actions it holds.
    var size: Int64
    /// How many files it has, if more than one.
    var parts: Int?
    /// Bytes.
    var sizeInBytes: Int64?
    /// How many data files it names.
    var numOfAddFiles: Int64?
}
