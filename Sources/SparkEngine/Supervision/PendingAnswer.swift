internal import Foundation
internal import Synchronization

/// An answer that a thread of its own waits for.
final class PendingAnswer<Answer: Sendable>: Sendable {
    private let result = Mutex<Result<Answer, any Error>?>(nil)
    private let finished = DispatchGroup()

    /// Starts the thread.
    init(name: String, _ ask: @escaping @Sendable () throws -> Answer) {
        finished.enter()
        let thread = Thread { [self] in
            let result = Result { try ask() }
            self.result.withLock { $0 = result }
            finished.leave()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// The answer; nil as long as there is none.
    ///
    /// - Throws: what the question led to.
    func get() throws -> Answer? { try result.withLock { $0 }?.get() }

    /// Waits for the answer.
    ///
    /// - Throws: what the question led to.
    func wait() throws -> Answer {
        finished.wait()
        guard let answer = try get() else { preconditionFailure("a thread that has finished leaves a result") }
        return answer
    }
}
