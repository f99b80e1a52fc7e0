import Commerce
import Live
import Streaming
import Testing
import Windowing

@testable import souk

@Suite struct ConsolePrinterTests {
    private struct StoppedClock: WallClock {
        func now() -> Timestamp { Timestamp(microseconds: 1_767_225_600_000_000) }
    }

    private let hub = Hub()

    private func publishSale() {
        var snapshot = MarketSnapshot()
        snapshot.pipeline.read = 1
        snapshot.pipeline.accepted = 1
        snapshot.latest = [
            Transaction(
                transactionID: "t1", userID: "u1", city: "Fès", category: "\u{1B}[31mToys", amount: 249_50, quantity: 1,
                paymentMethod: "card", timestamp: Timestamp(microseconds: 1_767_225_599_000_000))
        ]
        hub.publish(snapshot)
    }

    private func printer(_ write: @escaping @Sendable (ConsoleTable) throws -> Void) -> ConsolePrinter {
        ConsolePrinter(hub, since: Accounting(), clock: StoppedClock(), openWindows: { _ in [] }, write: write)
    }

    @Test func `what came in last is printed at the end, harmless to the terminal`() throws {
        let sink = RecordingSink()
        let console = Console(output: .plain, error: .plain, level: .info, outputSink: sink, errorSink: RecordingSink())
        let value = try printer(console.write(table:)).show(onFailure: {}) {
            publishSale()
            return 42
        }
        #expect(value == 42)
        let lines = sink.text.split(separator: "\n")
        #expect(lines.first == "1 message since the last look, the newest transactions of them")
        #expect(lines.last?.contains("249.50") == true && !sink.text.contains("\u{1B}"))
    }

    @Test func `a terminal that is gone ends the pipeline, and says why`() throws {
        struct Gone: Error {}
        let stopRequest = Simulation.StopRequest()
        #expect(throws: Gone.self) {
            try printer { _ in throw Gone() }.show(onFailure: stopRequest.stop) {
                publishSale()
            }
        }
        #expect(stopRequest.isMade)
    }
}
