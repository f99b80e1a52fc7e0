import CSystem

/// Which process this is, what it may do, and how it ends.
public enum CurrentProcess {
    /// How many files the process may have open.
    public struct OpenFilesLimit: Sendable, Hashable {
        /// The limit in force.
        public var soft: UInt64
        /// What the process may raise it to.
        public var hard: UInt64

        /// A pair of limits.
        public init(soft: UInt64, hard: UInt64) {
            self.soft = soft
            self.hard = hard
        }
    }

    /// The number of this process.
    public static var identifier: Int32 { souk_process_identifier() }

    /// How many files the process may have open.
    public static func openFilesLimit() throws(SystemError) -> OpenFilesLimit {
        var limit = OpenFilesLimit(soft: 0, hard: 0)
        try SystemError.check(
            unsafe souk_open_files_limit(&limit.soft, &limit.hard), "reading the limit of open files")
        return limit
    }

    /// Ends the process without flushing or running anything else.
    public static func exitAtOnce(status: Int32) -> Never {
        souk_exit_at_once(status)
    }
}
