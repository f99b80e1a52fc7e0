/// Which background processes `souk stop` ends.
enum StopOptions: Sendable, Hashable {
    /// The only one there is.
    case only
    /// The one with a name.
    case named(ProcessName)
    /// Those that write a lake.
    case lake(LakeURL)
    /// All of them.
    case all
}
