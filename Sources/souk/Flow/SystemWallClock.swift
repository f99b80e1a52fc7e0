import Commerce
import System

/// The machine's time of day.
struct SystemWallClock: WallClock {
    func now() -> Timestamp { Timestamp(microseconds: SystemClock.wallMicroseconds()) }
}
