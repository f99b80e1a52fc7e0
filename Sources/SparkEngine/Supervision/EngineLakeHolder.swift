internal import Streaming
internal import Synchronization

/// A lake that is used by one thread at a time and may be given back by any.
///
/// `@unchecked`: `lake` is touched under `lock` only.
final class EngineLakeHolder: @unchecked Sendable {
    private let lake: EngineLake
    private let lock = Mutex(false)

    init(_ lake: EngineLake) { self.lake = lake }

    /// Does something with the lake.
    func withLake<Result>(_ body: (EngineLake) throws -> Result) rethrows -> Result {
        try lock.withLock { _ in try body(lake) }
    }

    /// Gives the lake back, once.
    func close() {
        lock.withLock { isClosed in
            if !isClosed { lake.close() }
            isClosed = true
        }
    }
}
