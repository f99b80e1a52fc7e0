internal import Commerce
internal import Lake
internal import Synchronization
internal import Windowing

/// Stale windows after their recomputation: the rows that differ from the lake's, in files that no reader sees yet.
struct ReconciledWindows: Sendable {
    /// The windows that were recomputed.
    var windows: StaleWindows
    /// The rows, as the next revisions of those in the lake.
    var files: [StagedWindows] = []
    /// Windows among them that have no row in the lake yet.
    var closed: Int64 = 0
    /// Rows among them of revision 1 or more.
    var revised: Int64 = 0

    /// Discards the files of a commit that will not be made.
    func abandon() {
        for file in files { file.abandon() }
    }
}

/// A data file of `windows` on its way from the thread that has written it to the commit that publishes it.
final class StagedWindows: Sendable {
    private let file: Mutex<StagedDataFile?>

    /// Writes a file; at least one row.
    init(_ rows: [Lake.WindowRow], on fileSystem: any FileSystem, unique: String, currency: Currency) throws {
        let staged = try WindowsTable.write(rows, on: fileSystem, unique: unique, currency: currency)
        file = Mutex(staged)
    }

    /// Makes the file durable and visible.
    ///
    /// - Returns: the action that a commit names it by.
    func publish(now: Timestamp) throws -> AddFile {
        try file.withLock { file in
            guard let staged = file.take() else { preconditionFailure("a file is published once") }
            return try staged.publish(now: now.milliseconds)
        }
    }

    /// Discards the file, unless it was published.
    func abandon() {
        file.withLock { $0.take()?.abandon() }
    }
}

/// Recomputes stale windows from the lake's transactions, on a thread of its own, so that a pipeline takes in messages
/// meanwhile.
///
/// A window that becomes stale again while it is recomputed stays stale: `Committer` sees to that.
final class Reconciler: Sendable {
    private enum State {
        case idle
        case working(Cancellation, WorkerThread)
        case finished(Result<ReconciledWindows, any Error>)
    }

    /// The most rows of a file: what is held in memory.
    private static let rowsPerFile = 262_144

    private let fileSystem: any FileSystem
    private let history: any TransactionHistory
    private let runIdentity: String
    private let currency: Currency
    private let state = Monitor(State.idle)
    private let count = Atomic<Int>(0)

    init(fileSystem: any FileSystem, history: any TransactionHistory, runIdentity: String, currency: Currency) {
        self.fileSystem = fileSystem
        self.history = history
        self.runIdentity = runIdentity
        self.currency = currency
    }

    /// Whether nothing is under way and no result waits.
    var isIdle: Bool {
        state.withLock { if case .idle = $0 { true } else { false } }
    }

    /// Whether a result waits.
    var hasFinished: Bool {
        state.withLock { if case .finished = $0 { true } else { false } }
    }

    /// Starts to recompute windows. Nothing may be under way.
    ///
    /// - Parameter whenFinished: is called on the thread of the work when `take` has a result.
    func begin(_ windows: StaleWindows, whenFinished: @escaping @Sendable () -> Void = {}) {
        precondition(isIdle, "one recomputation at a time")
        let cancellation = Cancellation()
        let number = count.add(1, ordering: .relaxed).newValue
        state.withLock { state in
            let thread = WorkerThread(name: "souk-windows") { [self] in
                let result = Result { try recompute(windows, number: number, cancellation) }
                self.state.withLock { $0 = .finished(result) }
                whenFinished()
            }
            state = .working(cancellation, thread)
        }
    }

    /// What has been recomputed, once; nil while there is nothing.
    ///
    /// - Throws: what the work failed with.
    func take() throws -> ReconciledWindows? {
        let result = state.withLock { state -> Result<ReconciledWindows, any Error>? in
            guard case .finished(let result) = state else { return nil }
            state = .idle
            return result
        }
        return try result?.get()
    }

    /// Ends what is under way, and discards what was not taken.
    func stop() {
        let work = state.withLock { state -> (Cancellation, WorkerThread)? in
            guard case .working(let cancellation, let thread) = state else { return nil }
            return (cancellation, thread)
        }
        if let (cancellation, thread) = work {
            cancellation.cancel()
            thread.join()
        }
        state.withLock { state in
            if case .finished(.success(let reconciled)) = state { reconciled.abandon() }
            state = .idle
        }
    }

    private func recompute(
        _ windows: StaleWindows, number: Int, _ cancellation: Cancellation
    ) throws -> ReconciledWindows {
        var reconciled = ReconciledWindows(windows: windows)
        var rows: [Lake.WindowRow] = []
        func write() throws {
            let unique = "souk\(runIdentity)-w\(number)-\(reconciled.files.count + 1)"
            reconciled.files.append(try StagedWindows(rows, on: fileSystem, unique: unique, currency: currency))
            rows.removeAll(keepingCapacity: true)
        }
        do {
            try history.differences(in: windows, cancellation: cancellation) { row in
                if row.revision > 0 { reconciled.revised += 1 }
                if row.revision == 0, row.dimension == .all { reconciled.closed += 1 }
                rows.append(Lake.WindowRow(row))
                guard rows.count == Self.rowsPerFile else { return }
                try cancellation.check()
                try write()
            }
            if !rows.isEmpty { try write() }
        } catch {
            reconciled.abandon()
            throw error
        }
        return reconciled
    }
}
