/// What the first attempt of a run found out, and later ones keep to.
struct RunBounds: Sendable {
    /// Where partitions begin that the lake knows nothing of yet. Without this, what retention removes between two attempts
    /// would never have been there.
    var beginnings: [Int32: Int64] = [:]
    /// Where the partitions of a bounded run end; nil for a run without an end.
    var ends: [Int32: Int64]?
}
