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
        let delays = (0..<7).map { _ in (shortest.delay(after: Self.lost), longest.delay(after: Self.lost)) }
        #expect(delays.map(\.0) == [1, 2, 4, 8, 15, 15, 15])
        #expect(delays.map(\.1) == [2, 4, 8, 16, 30, 30, 30])
        for _ in 0..<100 { _ = longest.delay(after: Self.lost) }
        #expect(longest.delay(after: Self.lost) == 30)
        longest.succeeded()
        #expect(longest.delay(after: Self.lost) == 2)
    }

    @Test func `nothing but errors that pass is waited for`() {
        var perseverance = Self.perseverance()
        #expect(perseverance.delay(after: TransactionLogError(.unreachable, "")) == 1)
        #expect(perseverance.delay(after: FileSystemError(.quotaExceeded, "")) == 2)
        #expect(perseverance.delay(after: TransactionLogError(.damaged, "")) == nil)
        #expect(perseverance.delay(after: FileSystemError(.noSpace, "")) == nil)
        #expect(perseverance.delay(after: PipelineError(.lakeDamaged, "")) == nil)
        #expect(perseverance.delay(after: UnknownFailure()) == nil)
    }

    @Test func `a lake that is taken may be held by ourselves, for half a minute after it was lost`() {
        var perseverance = Self.perseverance(random: 1)
        #expect(perseverance.delay(after: Self.taken) == nil)
        for _ in 0..<8 { _ = perseverance.delay(after: Self.lost) }
        let delays = (0..<6).map { _ in perseverance.delay(after: Self.taken) }
        #expect(delays == [2, 4, 8, 16, nil, nil])
        perseverance.succeeded()
        #expect(perseverance.delay(after: Self.taken) == nil)
    }

    private struct UnknownFailure: Error {}
}
