import Commerce

/// A clock that stands still.
struct TestClock: WallClock {
    var moment = Timestamp(microseconds: 1_798_761_600_000_000)

    func now() -> Timestamp { moment }
}
