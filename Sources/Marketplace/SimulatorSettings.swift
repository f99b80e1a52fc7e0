public import Commerce

/// What a simulation is made from. Equal settings make equal bytes.
public struct SimulatorSettings: Sendable {
    /// What everything random follows from.
    public var seed: UInt64
    /// The event time at which the shop opens, in microseconds since the epoch.
    public var start: Int64
    /// Sales per second of event time, on average over a day.
    public var transactionsPerSecond: Double
    /// How many different customers there are.
    public var customers: Int
    /// The share of sales that arrive up to `lateSeconds` after they happened.
    public var lateShare: Double
    /// How late those are at the most, in seconds of event time.
    public var lateSeconds: Double
    /// The share of sales that arrive up to `veryLateSeconds` after they happened.
    public var veryLateShare: Double
    /// How late those are at the most, in seconds of event time.
    public var veryLateSeconds: Double
    /// The share of messages that are broken, each in one of the ways of `BrokenMessage`.
    public var brokenShare: Double
    /// The currency of the amounts.
    public var currency = Currency.moroccanDirham
    /// The offset of local time from UTC in seconds at a moment in microseconds since the epoch; it changes on whole
    /// minutes only. The default is Morocco's UTC+1.
    public var localOffset: @Sendable (_ microseconds: Int64) -> Int64

    /// A simulation of ten sales per second by 50 000 customers, none of them broken.
    public init(seed: UInt64, start: Int64) {
        self.seed = seed
        self.start = start
        transactionsPerSecond = 10
        customers = 50_000
        lateShare = 0.05
        lateSeconds = 45
        veryLateShare = 0.001
        veryLateSeconds = 300
        brokenShare = 0
        localOffset = { _ in 3600 }
    }

    /// Stops the programmer who asks for the impossible.
    func check() {
        precondition(transactionsPerSecond > 0, "a shop sells something")
        precondition((1...1_000_000_000).contains(customers), "1 to 1 000 000 000 customers")
        precondition([lateShare, veryLateShare, brokenShare].allSatisfy((0...1).contains), "a share is 0 to 1")
        precondition(lateShare + veryLateShare <= 1, "the shares of late sales exceed 1")
        precondition(lateSeconds >= 0 && veryLateSeconds >= 0, "a delay is not negative")
        precondition((0..<7_258_118_400_000_000).contains(start), "a time from 1970 to 2200")
    }
}
