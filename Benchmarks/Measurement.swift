internal import System

/// How long something took, by the clock and of the processors.
struct Measurement {
    /// Seconds that went by.
    var seconds: Double
    /// Seconds of all processors together.
    var processorSeconds: Double

    /// Measures `body`.
    static func take(_ body: () throws -> Void) rethrows -> Measurement {
        let start = SystemClock.monotonicNanoseconds()
        let before = ProcessResources.current().processorSeconds
        try body()
        return Measurement(
            seconds: Double(SystemClock.monotonicNanoseconds() - start) / 1e9,
            processorSeconds: ProcessResources.current().processorSeconds - before)
    }
}
