internal import Commerce
internal import System

/// The machine's time of day.
struct MachineClock: WallClock {
    func now() -> Timestamp { Timestamp(microseconds: SystemClock.wallMicroseconds()) }
}
