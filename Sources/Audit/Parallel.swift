internal import Dispatch
internal import Synchronization

/// Work on several threads at once.
enum Parallel {
    private struct State {
        var next = 0
        var failure: (any Error)?
    }

    /// Calls `body` with every item, on as many threads as are given, and waits until all is done.
    ///
    /// - Throws: the first error; what had not begun by then is left out.
    static func forEach<Item: Sendable>(
        _ items: [Item], workers: Int, _ body: @Sendable (Item) throws -> Void
    ) throws {
        let state = Exclusive(State())
        DispatchQueue.concurrentPerform(iterations: max(1, min(workers, items.count))) { _ in
            while let index = state.withLock({ state -> Int? in
                guard state.failure == nil, state.next < items.count else { return nil }
                defer { state.next += 1 }
                return state.next
            }) {
                do {
                    try body(items[index])
                } catch {
                    state.withLock { $0.failure = $0.failure ?? error }
                }
            }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }
}

/// A value that one thread at a time has.
final class Exclusive<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// The value as it is now.
    var current: Value { value.withLock { $0 } }

    func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try value.withLock { (value) throws(Failure) in try body(&value) }
    }
}
