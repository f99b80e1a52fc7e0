import Commerce
import LakeTesting
import Testing

@testable import Streaming

struct AccountingTests {
    private static func draw(_ generator: inout SeededGenerator) -> Accounting {
        func number() -> Int64 { .random(in: 0..<1_000_000, using: &generator) }
        var accounting = Accounting()
        accounting.windowed = number()
        accounting.accepted = accounting.windowed
        for reason in Rejection.Reason.allCases where Bool.random(using: &generator) {
            accounting.rejectedByReason[reason] = 1 + number()
        }
        accounting.read = accounting.accepted + accounting.rejected
        accounting.revised = number()
        accounting.windowsClosed = number()
        accounting.commits = number()
        return accounting
    }

    @Test func `what was counted since is what was added`() {
        var generator = SeededGenerator(seed: 1)
        for _ in 0..<200 {
            let (first, second) = (Self.draw(&generator), Self.draw(&generator))
            var sum = first
            sum.add(second)
            #expect(sum.addsUp)
            #expect(sum.since(first) == second && sum.since(second) == first)
            #expect(sum.since(sum) == Accounting())
            #expect(sum.rejected == first.rejected + second.rejected)
            var reversed = second
            reversed.add(first)
            #expect(sum == reversed)
        }
    }

    @Test func `a message that is in no place, or in two, is noticed`() {
        var generator = SeededGenerator(seed: 2)
        let accounting = Self.draw(&generator)
        #expect(accounting.addsUp)
        for path in [\Accounting.read, \.accepted, \.windowed] {
            var other = accounting
            other[keyPath: path] += 1
            #expect(!other.addsUp)
        }
        var other = accounting
        other.rejectedByReason[.tombstone, default: 0] += 1
        #expect(!other.addsUp)
    }
}
