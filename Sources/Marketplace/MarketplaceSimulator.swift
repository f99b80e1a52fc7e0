/// A Moroccan marketplace whose sales follow from a seed: the same settings and the same calls make the same bytes.
///
/// Flat out, event time goes its own way from `SimulatorSettings.start`, as fast as messages are asked for; paced, each
/// message gets the event time that the caller says (see `Pacer`).
///
/// ```swift
/// var simulator = MarketplaceSimulator(SimulatorSettings(seed: 1, start: 1_767_225_600_000_000))
/// var arena = MessageArena()
/// simulator.append(10_000, to: &arena)
/// ```
public struct MarketplaceSimulator: Sendable {
    /// What the simulation is made from.
    public let settings: SimulatorSettings
    /// The event time that the simulation has reached, in microseconds since the epoch.
    public private(set) var now: Int64

    private var generator: SeededGenerator
    private var faults: SeededGenerator
    private var writer: TransactionWriter
    private let customers: Customers
    private let cities = ShareTable(Assortment.cities.map(\.share))
    private let categories = ShareTable(Assortment.categories.map(\.share))
    private let paymentMethods = ShareTable(Assortment.paymentMethods.map(\.share))
    private let quantities = ShareTable(Assortment.quantities.map(\.share))
    private let prices: [QuantileTable]
    private let arrivals = QuantileTable.exponential()
    private let rhythm = DailyRhythm()
    /// Microseconds between two sales on average, in the minute that ends at `minuteEnd`.
    private var meanGap = 0.0
    private var minuteEnd: Int64 = .min
    /// What `now` lacks of the exact time, below a microsecond.
    private var remainder = 0.0

    /// A simulation at its start.
    public init(_ settings: SimulatorSettings) {
        settings.check()
        self.settings = settings
        now = settings.start
        generator = SeededGenerator(seed: settings.seed)
        // A sequence of its own: the sound messages of a seed are the same with and without broken ones between them.
        faults = SeededGenerator(seed: ~settings.seed)
        customers = Customers(count: settings.customers, seed: settings.seed)
        writer = TransactionWriter(userDigits: customers.digits, currency: settings.currency)
        prices = Assortment.categories.map { .logNormal(median: $0.medianPrice, deviation: $0.deviation) }
    }

    /// Appends the next message flat out.
    ///
    /// - Returns: the hash of its user id (`PartitionKey`).
    @discardableResult
    public mutating func appendMessage(to bytes: inout [UInt8]) -> UInt64 {
        advance()
        return append(to: &bytes)
    }

    /// Appends a message that arrives at a moment in microseconds since the epoch.
    ///
    /// - Returns: the hash of its user id (`PartitionKey`).
    @discardableResult
    public mutating func appendMessage(to bytes: inout [UInt8], at moment: Int64) -> UInt64 {
        now = moment
        return append(to: &bytes)
    }

    /// Appends messages flat out.
    public mutating func append(_ count: Int, to arena: inout MessageArena) {
        for _ in 0..<count {
            arena.keyHashes.append(appendMessage(to: &arena.bytes))
            arena.ends.append(arena.bytes.count)
        }
    }

    /// Appends a message that arrives at a moment in microseconds since the epoch.
    public mutating func append(to arena: inout MessageArena, at moment: Int64) {
        arena.keyHashes.append(appendMessage(to: &arena.bytes, at: moment))
        arena.ends.append(arena.bytes.count)
    }

    @inline(__always)
    private mutating func append(to bytes: inout [UInt8]) -> UInt64 {
        let transaction = draw()
        guard settings.brokenShare == 0 || faults.nextUnit() >= settings.brokenShare else {
            return appendBroken(transaction, to: &bytes)
        }
        return writer.append(transaction, to: &bytes)
    }

    @inline(never)
    private mutating func appendBroken(_ transaction: SimulatedTransaction, to bytes: inout [UInt8]) -> UInt64 {
        let kinds = BrokenMessage.allCases
        let kind = kinds[Int(faults.next() % UInt64(kinds.count))]
        var sound: [UInt8] = []
        let hash = writer.append(transaction, to: &sound)
        bytes += kind.broken(sound, entropy: faults.next())
        return hash
    }

    /// Draws a sale that arrives now.
    @inline(__always)
    mutating func draw() -> SimulatedTransaction {
        let choices = generator.next()
        let category = categories.choose(choices)
        let quantityChoice = quantities.choose(choices >> 12)
        let price = Int64(prices[category].draw(generator.next()) + 0.5)
        return SimulatedTransaction(
            identifier: (
                generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
                generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
            ),
            customer: customers.pick(generator.nextUnit()), city: cities.choose(choices >> 24), category: category,
            paymentMethod: paymentMethods.choose(choices >> 36), quantityChoice: quantityChoice,
            amount: price * Int64(Assortment.quantities[quantityChoice].count), timestamp: drawTimestamp())
    }

    /// When a sale happened that arrives now; none happened before the shop opened.
    @inline(__always)
    private mutating func drawTimestamp() -> Int64 {
        max(now - drawDelay(), min(now, settings.start))
    }

    /// How long a sale is on its way before it arrives, in microseconds.
    @inline(__always)
    private mutating func drawDelay() -> Int64 {
        let draw = generator.nextUnit()
        guard draw < settings.lateShare + settings.veryLateShare else { return 0 }
        let seconds = draw < settings.lateShare ? settings.lateSeconds : settings.veryLateSeconds
        return Int64(generator.nextUnit() * seconds * 1_000_000)
    }

    /// Goes on to the next sale: arrivals are a Poisson process whose rate follows the time of day.
    @inline(__always)
    mutating func advance() {
        if now >= minuteEnd { enterMinute() }
        let gap = arrivals.draw(generator.next()) * meanGap + remainder
        let whole = Int64(gap)
        remainder = gap - Double(whole)
        now += whole
    }

    @inline(never)
    private mutating func enterMinute() {
        minuteEnd = (now / DailyRhythm.minute + 1) * DailyRhythm.minute
        let local = now + settings.localOffset(now) * 1_000_000
        meanGap = 1_000_000 / (settings.transactionsPerSecond * rhythm.intensity(atLocal: local))
    }
}
