import Commerce
import Synchronization

/// A clock that stands still until it is moved; half a day after the market's first sale, unless it is set.
final class TestClock: WallClock {
    private let moment: Mutex<Int64>

    init(microseconds: Int64 = 1_767_268_800_000_000) {
        moment = Mutex(microseconds)
    }

    func now() -> Timestamp { Timestamp(microseconds: moment.withLock { $0 }) }

    /// Moves the clock on.
    func advance(seconds: Double) {
        moment.withLock { $0 += Int64(seconds * 1e6) }
    }
}
