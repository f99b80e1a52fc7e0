import Lake
import Testing
import TransactionLogs

@testable import souk

/// Waiting for a log and a lake at the start.
@Suite struct StartPatienceTests {
    /// A clock that sleeping moves, and what was said.
    private final class Bystander {
        var now = Duration.zero
        var words: [String] = []

        func patience(_ limit: Duration) -> StartPatience {
            StartPatience(limit: limit, now: { self.now }, sleep: { self.now += $0 }, say: { self.words.append($0) })
        }
    }

    private let bystander = Bystander()
    private let unreachable = TransactionLogError(.unreachable, "nobody answers")

    @Test func `what can be reached after a while is opened, and both is said once`() throws {
        var tries = 0
        let opened = try bystander.patience(.seconds(300)).open {
            tries += 1
            guard tries > 10 else { throw unreachable }
            return "open"
        }
        #expect(opened == "open" && tries == 11)
        #expect(bystander.words.count == 2)
        #expect(bystander.words.first?.contains("nobody answers\nwaiting for it, up to 5 minutes") == true)
    }

    @Test func `what can't be reached for as long as was allowed is an error`() {
        var tries = 0
        #expect(throws: TransactionLogError.self) {
            try bystander.patience(.seconds(60)).open {
                tries += 1
                throw unreachable
            }
        }
        #expect(bystander.now == .seconds(60) && tries == 61)
    }

    @Test func `nobody waits who has no patience`() {
        #expect(throws: TransactionLogError.self) { try bystander.patience(.zero).open { throw unreachable } }
        #expect(bystander.now == .zero && bystander.words.isEmpty)
    }

    @Test(
        arguments: [
            TransactionLogError(.missing, "no such topic"), TransactionLogError(.notPermitted, "who are you"),
            FileSystemError(.noSpace, "full"),
        ] as [any Error])
    func `what waiting does not mend is told at once`(error: any Error) {
        #expect(throws: (any Error).self) { try bystander.patience(.seconds(300)).open { throw error } }
        #expect(bystander.now == .zero && bystander.words.isEmpty)
    }
}
