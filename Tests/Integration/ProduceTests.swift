import Foundation
import Testing

@Suite(.needsSouk)
struct ProduceTests {
    @Test func `into a pipe produce says what it simulates and what became of it, and nothing in between`() throws {
        try withTemporaryDirectory { directory in
            let outcome = try Souk.succeed(
                ["produce", "--to", "log:log", "--count", "3000", "--seed", "7", "--rate", "500"], directory: directory)
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 2, "\(outcome.errors)")
            #expect(
                lines.first
                    == "souk: simulating a Moroccan marketplace into log:log: 3\u{202F}000 transactions, 500 transactions/s, seed 7, sold in the present"
            )
            #expect(lines.last?.hasPrefix("souk: 3\u{202F}000 messages (") == true, "\(outcome.errors)")
            let silent = try Souk.succeed(
                ["produce", "--to", "log:log", "--count", "3", "--quiet"], directory: directory)
            #expect(silent.errors.isEmpty && silent.output.isEmpty)
        }
    }

    @Test func `a sale every two seconds comes every two seconds`() throws {
        try withTemporaryDirectory { directory in
            let began = Date()
            try Souk.succeed(
                ["produce", "--to", "log:log", "--count", "2", "--rate", "30/min"], directory: directory)
            let seconds = -began.timeIntervalSinceNow
            #expect((3.9...20).contains(seconds), "\(seconds)")
        }
    }
}
