/// A failure that DuckDB reported: its own kind and message, and what was being done.
public struct DuckDBError: Error, Sendable, Hashable, CustomStringConvertible {
    /// DuckDB's own classification of errors; the raw values are those of `duckdb_error_type`.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        /// The library's number.
        public var rawValue: UInt32

        /// Wraps a number of the library.
        public init(rawValue: UInt32) {
            self.rawValue = rawValue
        }

        /// The library did not say.
        public static let unknown = Kind(rawValue: 0)
        /// A name that the catalog doesn't hold.
        public static let catalog = Kind(rawValue: 13)
        /// Text that is not SQL.
        public static let parser = Kind(rawValue: 14)
        /// A column or type that doesn't fit.
        public static let binder = Kind(rawValue: 24)
        /// A file that could not be read or written.
        public static let inputOutput = Kind(rawValue: 28)
        /// The query was interrupted.
        public static let interrupted = Kind(rawValue: 29)
        /// A value or setting that was not accepted.
        public static let invalidInput = Kind(rawValue: 32)
        /// `memory_limit` was not enough and there was nowhere to spill to.
        public static let outOfMemory = Kind(rawValue: 33)
        /// The configuration forbids it.
        public static let permission = Kind(rawValue: 34)

        /// Prefixes of messages and their kinds; preparing a statement reports a message without a number.
        private static let prefixes: [(String, Kind)] = [
            ("Catalog Error:", .catalog), ("Parser Error:", .parser), ("Binder Error:", .binder),
            ("IO Error:", .inputOutput), ("INTERRUPT Error:", .interrupted), ("Invalid Input Error:", .invalidInput),
            ("Out of Memory Error:", .outOfMemory), ("Permission Error:", .permission),
        ]

        init(message: String) {
            self = Self.prefixes.first { message.hasPrefix($0.0) }?.1 ?? .unknown
        }
    }

    /// DuckDB's classification.
    public var kind: Kind
    /// DuckDB's message, with the line and the position in it where the library gives them.
    public var message: String
    /// What was being done: `preparing a statement`.
    public var activity: String

    /// A failure with the library's kind and message.
    public init(kind: Kind, message: String, activity: String) {
        self.kind = kind
        self.message = message
        self.activity = activity
    }

    /// What failed and the library's message.
    public var description: String {
        "DuckDB failed at \(activity): \(message)"
    }
}
