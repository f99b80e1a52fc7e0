/// The directory that holds the log and the lake of `souk up`.
struct DataDirectory: Sendable, Hashable {
    /// Its path.
    var path: String

    /// The log in it.
    var log: LogURL { .embedded(directory: joined("log")) }
    /// The lake in it.
    var lake: LakeURL { LakeURL(path: joined("lake")) }

    private func joined(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }
}
