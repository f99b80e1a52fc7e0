internal import Foundation
internal import Synchronization

/// Wakes librdkafka's fetching thread when a queue that was full has room again.
///
/// Up to version 2.1 that thread does not notice by itself that the application has taken messages out of a full queue: it
/// sleeps for a second unless a request or an answer passes through it (confluentinc/librdkafka, the change that brought
/// `fetch.queue.backoff.ms`). A question about the partition's offsets is such a request, and a cheap one.
///
/// `@unchecked Sendable`: `partitions` and `isStopped` are touched only while `condition` is locked.
final class FetchWaker: @unchecked Sendable {
    /// The shortest time between two questions, in seconds: a queue of the default length lasts longer than that.
    private static let pause = 0.004

    private let condition = NSCondition()
    private var partitions: Set<Int32> = []
    private var isStopped = false

    /// Starts the thread that asks.
    ///
    /// - Parameter ask: sends a request to the leader of a partition and waits for the answer.
    init(ask: @escaping @Sendable (Int32) -> Void) {
        let thread = Thread { [weak self] in
            while let waiting = self?.next() {
                for partition in waiting { ask(partition) }
                Thread.sleep(forTimeInterval: Self.pause)
            }
        }
        thread.name = "souk-kafka-fetch"
        thread.stackSize = 1 << 19
        thread.start()
    }

    /// There is room in the queue of a partition.
    func wake(_ partition: Int32) {
        condition.withLock {
            partitions.insert(partition)
            condition.signal()
        }
    }

    /// Ends the thread.
    func stop() {
        condition.withLock {
            isStopped = true
            condition.signal()
        }
    }

    private func next() -> Set<Int32>? {
        condition.withLock {
            while partitions.isEmpty, !isStopped { condition.wait() }
            defer { partitions = [] }
            return isStopped ? nil : partitions
        }
    }
}
