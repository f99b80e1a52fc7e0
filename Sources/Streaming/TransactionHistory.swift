public import Commerce
internal import Synchronization
public import Windowing

/// What a lake's committed rows say, whatever files they lie in by now.
///
/// Needed to rebuild a state file that was lost and to recompute stale windows; how (SQL, say) is the composer's business.
public protocol TransactionHistory: Sendable {
    /// Hands over every committed transaction, by partition and then by offset, ascending.
    func replay(_ body: (_ partition: Int32, _ offset: Int64, _ transaction: Transaction) throws -> Void) throws

    /// Recomputes windows from the committed transactions and hands over the rows in which the table `windows` differs from
    /// them, each with its next revision, ordered by window, dimension and key.
    ///
    /// - Parameter cancellation: ends the work early when it is cancelled; the call then throws.
    func differences(
        in windows: StaleWindows, cancellation: Cancellation, _ body: (WindowRow) throws -> Void
    ) throws
}

/// A request to end work early that any thread may make.
public final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        var handler: (@Sendable () -> Void)?
    }

    /// What cancelled work throws.
    public struct Cancelled: Error {
        /// The error.
        public init() {}
    }

    private let state = Mutex(State())

    /// Nothing is cancelled yet.
    public init() {}

    /// Whether the work should end.
    public var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Asks the work to end.
    public func cancel() {
        let handler = state.withLock { state in
            state.isCancelled = true
            defer { state.handler = nil }
            return state.handler
        }
        handler?()
    }

    /// Names what ends work that is under way; called at once if the end was asked for before.
    public func onCancel(_ handler: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.handler = handler }
            return state.isCancelled
        }
        if isCancelled { handler() }
    }

    /// Throws `Cancelled` if the work should end.
    public func check() throws(Cancelled) {
        if isCancelled { throw Cancelled() }
    }
}
