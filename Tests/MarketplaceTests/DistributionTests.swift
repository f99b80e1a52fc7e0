import Foundation
import Testing

@testable import Marketplace

@Suite struct DistributionTests {
    private let settings = SimulatorSettings(seed: 7, start: newYear)

    /// Whether counts match shares within five standard deviations and the table's rounding.
    private func expect(_ counts: [Int: Int], match shares: [Double], of total: Int) {
        for (index, share) in shares.enumerated() {
            let deviation = (share * (1 - share) * Double(total)).squareRoot()
            let expected = share * Double(total)
            let found = Double(counts[index] ?? 0)
            #expect(abs(found - expected) < 5 * deviation + Double(total) / 4096, "\(index): \(found), not \(expected)")
        }
        #expect(counts.count == shares.count)
    }

    private func counts(_ values: some Sequence<Int>) -> [Int: Int] {
        values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    @Test func `shares are those of the assortment`() {
        let sales = drawn(100_000, settings)
        expect(counts(sales.map(\.city)), match: Assortment.cities.map(\.share), of: sales.count)
        expect(counts(sales.map(\.category)), match: Assortment.categories.map(\.share), of: sales.count)
        expect(counts(sales.map(\.paymentMethod)), match: Assortment.paymentMethods.map(\.share), of: sales.count)
        expect(counts(sales.map(\.quantityChoice)), match: Assortment.quantities.map(\.share), of: sales.count)
    }

    @Test func `prices are log-normal in each category`() {
        let sales = drawn(200_000, settings)
        for (index, category) in Assortment.categories.enumerated() {
            let logarithms = sales.filter { $0.category == index }.map { sale in
                log(Double(sale.amount / Int64(Assortment.quantities[sale.quantityChoice].count)))
            }
            let count = Double(logarithms.count)
            let mean = logarithms.reduce(0, +) / count
            let moments = (2...4).map { order in
                logarithms.reduce(0) { $0 + pow($1 - mean, Double(order)) } / count
            }
            let deviation = moments[0].squareRoot()
            #expect(abs(mean - log(category.medianPrice)) < 5 * category.deviation / count.squareRoot())
            #expect(abs(deviation / category.deviation - 1) < 0.03)
            #expect(abs(moments[1] / pow(deviation, 3)) < 0.1, "a normal distribution is not skewed")
            #expect(abs(moments[2] / pow(deviation, 4) - 3) < 0.25, "nor does it have heavier tails")
        }
    }

    @Test func `some sales pass a thousand dirhams and most do not`() {
        let large = drawn(50_000, settings).count { $0.amount > 1000_00 }
        #expect((2500...10_000).contains(large))
        #expect(drawn(50_000, settings).allSatisfy { $0.amount > 0 && $0.amount <= 999_999_999_999 })
    }

    @Test func `a day has its mean rate and its peak from eight to nine in the evening`() {
        var settings = settings
        settings.transactionsPerSecond = 3
        settings.lateShare = 0
        settings.veryLateShare = 0
        let day: Int64 = 86_400_000_000
        var hours = [Int](repeating: 0, count: 24)
        var simulator = MarketplaceSimulator(settings)
        while true {
            simulator.advance()
            let time = simulator.draw().timestamp
            guard time < newYear + day else { break }
            hours[Int((time + 3_600_000_000) % day / 3_600_000_000)] += 1
        }
        #expect(hours.max() == hours[20])
        #expect(hours.sorted()[22] < hours[20] * 9 / 10)
        #expect(hours[3] * 10 < hours[20])
        let expected = 3.0 * 86_400
        #expect(abs(Double(hours.reduce(0, +)) - expected) < 5 * expected.squareRoot() + expected * 0.002)
    }

    @Test func `the peak moves with the local time`() {
        var settings = settings
        settings.localOffset = { _ in -5 * 3600 }
        settings.lateShare = 0
        settings.transactionsPerSecond = 1
        var hours = [Int](repeating: 0, count: 24)
        for sale in drawn(86_400, settings) { hours[Int(sale.timestamp / 3_600_000_000 % 24)] += 1 }
        #expect(hours.max() == hours[1])
    }

    @Test func `high rates keep their mean though gaps are below a microsecond`() {
        var settings = settings
        settings.transactionsPerSecond = 5_000_000
        settings.start = newYear + 19 * 3_600_000_000 + 1_800_000_000
        let intensity = DailyRhythm().intensity(atLocal: settings.start + 3_600_000_000)
        var simulator = MarketplaceSimulator(settings)
        for _ in 0..<200_000 { simulator.advance() }
        let seconds = Double(simulator.now - settings.start) / 1e6
        #expect(abs(200_000 / seconds / (5_000_000 * intensity) - 1) < 0.015)
    }

    @Test func `customers return and few of them often`() {
        let sales = drawn(100_000, settings)
        let visits = counts(sales.map(\.customer)).values.sorted(by: >)
        #expect(visits.count > 20_000 && visits.count < 50_000)
        #expect(visits.count { $0 > 1 } > 10_000)
        // A hundredth of all customers make the cube root of a hundredth of the sales.
        let frequent = Double(visits.prefix(500).reduce(0, +)) / 100_000
        #expect(abs(frequent - pow(0.01, 1.0 / 3)) < 0.03)
    }

    @Test func `a share of the sales arrives late and a tiny one very late`() {
        var simulator = MarketplaceSimulator(settings)
        var late = 0
        var veryLate = 0
        for _ in 0..<200_000 {
            simulator.advance()
            let delay = simulator.now - simulator.draw().timestamp
            #expect(delay >= 0 && delay <= 300_000_000)
            if delay > 45_000_000 { veryLate += 1 } else if delay > 0 { late += 1 }
        }
        #expect((9500...10_600).contains(late))
        #expect((100...250).contains(veryLate))
    }

    @Test func `paced messages have the time that the caller says`() throws {
        var settings = settings
        settings.lateShare = 0
        settings.veryLateShare = 0
        var simulator = MarketplaceSimulator(settings)
        for moment in [newYear + 5, newYear + 1, newYear + 86_400_000_000] {
            var bytes: [UInt8] = []
            simulator.appendMessage(to: &bytes, at: moment)
            #expect(try JSONDecoder().decode(ParsedMessage.self, from: Data(bytes)).microseconds == moment)
        }
    }

    @Test func `a pacer spreads messages evenly and leaves out what a standstill missed`() {
        var pacer = Pacer(messagesPerSecond: 300, start: 0)
        var moments: [Int64] = []
        for now in stride(from: Int64(0), through: 10_000_000, by: 37_000) {
            while let due = pacer.next(at: now) {
                #expect(due <= now && due > now - 50_000)
                moments.append(due)
            }
        }
        #expect(abs(moments.count - 3000) <= 12)
        #expect(zip(moments, moments.dropFirst()).allSatisfy { (3333...3334).contains($1 - $0) })
        var burst = 0
        while pacer.next(at: 100_000_000) != nil { burst += 1 }
        #expect(burst == 300)
        #expect(pacer.nextDue > 100_000_000)
    }

    @Test func `the tables' functions agree with the C library`() {
        for number in stride(from: 1e-6, to: 50, by: 0.137) {
            #expect(abs(ElementaryFunctions.logarithm(number) - log(number)) < 1e-14 * max(1, abs(log(number))))
            #expect(abs(ElementaryFunctions.exponential(number - 25) / exp(number - 25) - 1) < 1e-13)
        }
        for probability in stride(from: 0.0005, to: 1, by: 0.0005) {
            let quantile = ElementaryFunctions.normalQuantile(probability)
            #expect(abs(erfc(-quantile / 2.0.squareRoot()) / 2 - probability) < 1e-8)
        }
    }

    @Test func `the generator gives the published numbers`() {
        // SplitMix64 from the seed 1234567 begins with 6457827717110365317, …; xoshiro256** from the state 1, 2, 3, 4
        // with 11520, 0, 1509978240: both as their authors' code prints them.
        var splitMix = SplitMixReference(state: 1_234_567)
        #expect(splitMix.next() == 6_457_827_717_110_365_317)
        var generator = SeededGenerator(state: (1, 2, 3, 4))
        #expect([generator.next(), generator.next(), generator.next()] == [11_520, 0, 1_509_978_240])
        var filler = SplitMixReference(state: 99)
        var filled = SeededGenerator(state: (filler.next(), filler.next(), filler.next(), filler.next()))
        var seeded = SeededGenerator(seed: 99)
        #expect((0..<10).map { _ in filled.next() } == (0..<10).map { _ in seeded.next() })
    }
}

/// SplitMix64 in its textbook form.
private struct SplitMixReference {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
