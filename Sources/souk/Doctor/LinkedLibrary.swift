/// A library that Souk is built on, as it is linked into this process.
struct LinkedLibrary: Sendable, Hashable {
    /// Its name.
    var name: String
    /// The version that it says it has; nil if it does not say.
    var version: String?
    /// The file that it was loaded from; nil if it is part of the program.
    var path: String?
    /// Whether it is there.
    var isPresent: Bool
}
