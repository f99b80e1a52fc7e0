import Analysis
import Synchronization
import System
import Testing

@testable import souk

@Suite struct ExitTests {
    @Test func `the exit codes are those of the contract`() {
        #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 130, 143])
    }

    @Test func `an error is printed with its hints under it`() {
        let error = CommandError("first\nsecond", hints: ["try this"], exitCode: .failure)
        #expect(error.description == "souk: first\n      second\n      try this")
    }

    @Test func `any other error becomes an unclassified failure with its words`() {
        struct Odd: Error, CustomStringConvertible { let description = "odd" }
        #expect(CommandError(Odd()) == CommandError("odd", exitCode: .failure))
        let own = CommandError("x", exitCode: .lakeUnreachable)
        #expect(CommandError(own as any Error) == own)
    }

    @Test func `the first signal drains, the second ends the process`() {
        var machine = StopMachine()
        #expect(machine.receive(.terminate, canDrain: true) == .drain)
        #expect(machine.receive(.interrupt, canDrain: true) == .exit(status: 130))
        #expect(machine.receive(.terminate, canDrain: true) == .exit(status: 143))
    }

    @Test func `without anything to drain the first signal ends the process`() {
        var machine = StopMachine()
        #expect(machine.receive(.interrupt, canDrain: false) == .exit(status: 130))
        #expect(machine.receive(.terminate, canDrain: false) == .exit(status: 143))
    }

    @Test func `signals reach the handler once, then the exit`() {
        let events = Mutex<[String]>([])
        let handling = SignalHandling(exit: { status in events.withLock { $0.append("exit \(status)") } })
        handling.onFirstSignal { signal in events.withLock { $0.append("drain after \(signal)") } }
        handling.receive(.interrupt)
        handling.receive(.terminate)
        #expect(events.withLock { $0 } == ["drain after SIGINT", "exit 143"])
        #expect(handling.drained == .interrupt)
    }

    @Test func `work that a signal interrupted has the exit code of interruption`() {
        #expect(CommandError(AnalysisError(.interrupted, "the query: interrupted")).exitCode == .interrupted)
    }
}
