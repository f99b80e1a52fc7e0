import Commerce
import Foundation
import Testing

@testable import souk

@Suite struct ProduceNoticeTests {
    private func notice(_ arguments: String...) throws -> ProduceNotice {
        ProduceNotice(try made(ProduceCommand.self, arguments: ["produce"] + arguments).options)
    }

    @Test func `the first line says what is simulated, how fast, from when, and where it goes`() throws {
        let start = Timestamp(microseconds: 1_767_225_600_000_000)
        #expect(
            try notice("--to", "log:sales", "--count", "2000").simulating(
                seed: 7, start: start, broken: Share(millionths: 10_000))
                == "simulating a Moroccan marketplace into log:sales: 2\u{202F}000 transactions, as fast as possible, "
                + "seed 7, from 2026-01-01T00:00:00Z, 0.01 of them broken")
        #expect(
            try notice("--to", "kafka://broker:9092/sales", "--rate", "0.2").simulating(
                seed: 1, start: nil, broken: Share(millionths: 0))
                == "simulating a Moroccan marketplace into kafka://broker:9092/sales: transactions without end, "
                + "0.2 transactions/s, seed 1, sold in the present")
        #expect(
            try notice("--to", "log:sales", "--from", "sales.csv").copying(.file(path: "sales.csv"))
                == "copying file:sales.csv into log:sales: messages without end, as fast as possible")
    }

    @Test func `the last sale is said in a few words, and one that is broken is called so`() throws {
        var last = LastSale(fields: FieldMapping(), currency: .moroccanDirham)
        let message =
            #"{"transaction_id": "t", "user_id": "u", "city": "Fès", "category": "Toys", "amount": 249.5, "#
            + #""quantity": 1, "payment_method": "card", "timestamp": "2026-01-01T00:00:00Z"}"#
        #expect(last.words(of: Array(message.utf8)) == "last 249.50 MAD, Toys, Fès")
        #expect(last.words(of: Array("{".utf8)) == "last a broken message")
        #expect(last.words(of: Array(message.replacing("Toys", with: #"\u001b[31m"#).utf8)).contains("\u{1B}") == false)
    }

    @Test func `a terminal sees the last sale, and no bar where there is no room for both`() {
        let terminal = Terminal(isInteractive: true, usesColor: false, width: 80)
        var narrow = ProgressDisplay("producing", unit: "transactions", on: terminal)
        let counted = ProgressDisplay.State(
            completed: 500, total: 1000, note: "last 249.50 MAD, Electronics, Casablanca")
        #expect(
            narrow.tick(counted, elapsed: .seconds(1))?.dropFirst()
                == " producing 500 of 1\u{202F}000 transactions, last 249.50 MAD, Electronics, Casablanca")
        var display = ProgressDisplay(
            "producing", unit: "transactions", on: Terminal(isInteractive: true, usesColor: false, width: 100))
        let state = ProgressDisplay.State(completed: 500, note: "last 249.50 MAD, Toys, Fès")
        #expect(
            display.tick(state, elapsed: .seconds(1))?.dropFirst()
                == " producing 500 transactions, last 249.50 MAD, Toys, Fès, 500/s")
    }
}
