import Lake
import Testing
import TransactionLogs

@testable import Streaming

struct PerseveranceTests {
    private static let lost = FileSystemError(.unreachable, "the server is gone")
    private static let taken = PipelineError(.lakeOwnedByAnother, "taken")

    private static func perseverance(random: Double = 0) -> Perseverance {
        var policy = RetryPolicy()
        policy.random = { random }
        return Perseverance(policy)
    }

    @Test func `the waits double from a second to half a minute, and a part is left to chance`() {
        var shortest = Self.perseverance(random: 0)
        var longest = Self.perseverance(random: 1)
        let delays = (0..<7).map { _ in (shortest.delay(Self.lost), longest.delay(Self.lost)) }
        #expect(delays.map(\.0) == [1, 2, 4, 8, 15, 15, 15])
        #expect(delays.map(\.1) == [2, 4, 8, 16, 30, 30, 30])
        for _ in 0..<100 { _ = longest.delay(Self.lost) }
        #expect(longest.delay(Self.lost) == 30)
        longest.succeeded()
        #expect(longest.delay(Self.lost) == 2)
    }

    @Test func `nothing but errors that pass is waited for`() {
        var perseverance = Self.perseverance()
        #expect(perseverance.delay(TransactionLogError(.unreachable, "")) == 1)
        #expect(perseverance.delay(FileSystemError(.quotaExceeded, "")) == 2)
        #expect(perseverance.delay(TransactionLogError(.damaged, "")) == nil)
        #expect(perseverance.delay(FileSystemError(.noSpace, "")) == nil)
        #expect(perseverance.delay(PipelineError(.lakeDamaged, "")) == nil)
        #expect(perseverance.delay(UnknownFailure()) == nil)
    }

    @Test func `a lake that is taken may be held by ourselves, for half a minute after it was lost`() {
        var perseverance = Self.perseverance(random: 1)
        #expect(perseverance.delay(Self.taken) == nil)
        for _ in 0..<8 { _ = perseverance.delay(Self.lost) }
        let delays = (0..<6).map { _ in perseverance.delay(Self.taken) }
        #expect(delays == [2, 4, 8, 16, nil, nil])
        perseverance.succeeded()
        #expect(perseverance.delay(Self.taken) == nil)
    }

    @Test func `a log that has overtaken its reader is opened once more, until there is progress`() {
        var perseverance = Self.perseverance()
        let overtaken = TransactionLogError(.offsetOutOfRange, "gone")
        #expect(perseverance.verdict(on: overtaken) == .open)
        #expect(perseverance.verdict(on: overtaken) == .giveUp)
        perseverance.succeeded()
        #expect(perseverance.verdict(on: overtaken) == .open)
    }

    private struct UnknownFailure: Error {}
}

extension Perseverance {
    /// For how long a failure is waited for; nil if it is the end.
    fileprivate mutating func delay(_ error: any Error) -> Double? {
        if case .wait(let seconds) = verdict(on: error) { seconds } else { nil }
    }
}
