import SparkConnect

/// Which lake's files are rewritten, and who does it.
struct LakeOptimizeOptions: Sendable, Hashable {
    /// The lake.
    var lake: LakeURL
    /// The cluster.
    var cluster: SparkAddress
    /// Whether to print the result for a program to read.
    var printsJSON: Bool
}
