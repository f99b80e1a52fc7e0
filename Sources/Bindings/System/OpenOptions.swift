import CSystem

/// How a file is opened. Without any option it is opened for reading; a descriptor is never inherited by another
/// program.
public struct OpenOptions: OptionSet, Sendable, Hashable {
    /// The options' bits.
    public let rawValue: Int32

    /// A set of options from its bits.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// For reading and writing.
    public static let write = OpenOptions(rawValue: Int32(SOUK_OPEN_WRITE))
    /// Make the file if there is none.
    public static let create = OpenOptions(rawValue: Int32(SOUK_OPEN_CREATE))
    /// With `create`: fail with `.exists` if the name is taken.
    public static let exclusive = OpenOptions(rawValue: Int32(SOUK_OPEN_EXCLUSIVE))
    /// Empty the file.
    public static let truncate = OpenOptions(rawValue: Int32(SOUK_OPEN_TRUNCATE))
    /// Every write goes to the end.
    public static let append = OpenOptions(rawValue: Int32(SOUK_OPEN_APPEND))
    /// Fail with `.notADirectory` if it is none.
    public static let directory = OpenOptions(rawValue: Int32(SOUK_OPEN_DIRECTORY))
}
