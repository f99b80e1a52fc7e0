import CSystem

/// A process of this machine, told apart from later ones that get its number.
@safe
public struct ProcessIdentity: Sendable, Hashable {
    /// The number of the process.
    public let identifier: Int32
    /// When it started, in a unit and from a moment that are the system's.
    public let start: UInt64

    /// A process that was met before.
    public init(identifier: Int32, start: UInt64) {
        self.identifier = identifier
        self.start = start
    }

    /// This process.
    public static func current() throws(SystemError) -> ProcessIdentity {
        let identifier = CurrentProcess.identifier
        var start: UInt64 = 0
        try SystemError.check(
            unsafe souk_process_start(identifier, &start), "asking when the process \(identifier) started")
        return ProcessIdentity(identifier: identifier, start: start)
    }

    /// Whether it has not ended.
    public var isRunning: Bool {
        var now: UInt64 = 0
        return unsafe souk_process_start(identifier, &now) == 0 && now == start
    }

    /// Asks it to stop (SIGTERM).
    ///
    /// - Returns: false if it has ended already.
    @discardableResult
    public func askToStop() throws(SystemError) -> Bool {
        guard isRunning else { return false }
        let result = souk_send_stop_signal(identifier)
        if result == -ErrorNumber.noSuchProcess.rawValue { return false }
        try SystemError.check(result, "asking the process \(identifier) to stop")
        return true
    }
}
