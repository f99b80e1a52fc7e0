import Testing

@testable import souk

@Suite struct ProgressTests {
    private let terminal = Terminal(isInteractive: true, usesColor: false, width: 80)

    @Test func `a terminal sees nothing for a second, then a line ten times a second`() {
        var display = ProgressDisplay("writing", unit: "rows", on: terminal)
        let state = ProgressDisplay.State(completed: 500, total: 1000)
        #expect(display.tick(state, elapsed: .milliseconds(900)) == nil)
        let first = display.tick(state, elapsed: .seconds(1))
        #expect(first?.dropFirst() == " ██████████░░░░░░░░░░ writing 500 of 1\u{202F}000 rows, 500/s, 1 second left")
        #expect(display.tick(state, elapsed: .milliseconds(1050)) == nil)
        #expect(display.tick(state, elapsed: .milliseconds(1100)) != nil)
    }

    @Test func `a pipe sees a plain line every five seconds`() {
        var display = ProgressDisplay("writing", unit: "rows", on: .plain)
        let state = ProgressDisplay.State(completed: 5000)
        #expect(display.tick(state, elapsed: .seconds(4)) == nil)
        #expect(display.tick(state, elapsed: .seconds(5)) == "souk: writing 5\u{202F}000 rows, 1k/s")
        #expect(display.tick(state, elapsed: .seconds(9)) == nil)
        #expect(display.tick(state, elapsed: .seconds(10)) != nil)
    }

    @Test func `the line fits the terminal, however far the work has come`() {
        for width in [40, 60, 120] {
            var display = ProgressDisplay(
                "writing", unit: "transactions", on: Terminal(isInteractive: true, usesColor: false, width: width))
            for (step, completed) in [0, 1, 999_999_999, 5_000_000_000, 6_000_000_000].enumerated() {
                let state = ProgressDisplay.State(completed: Int64(completed), total: 5_000_000_000)
                let line = display.tick(state, elapsed: .seconds(step + 1))
                #expect((line?.count ?? 0) < width)
            }
        }
    }

    @Test func `quiet work shows nothing and still returns what it made`() throws {
        let sink = RecordingSink()
        let console = Console(output: .plain, error: terminal, level: .warning, outputSink: sink, errorSink: sink)
        let made = WorkProgress.show("writing", unit: "rows", total: 1, on: console) { progress in
            progress.advance(by: 1)
            return 42
        }
        #expect(made == 42)
        #expect(sink.text.isEmpty)
    }

    @Test func `short work leaves no trace, and its errors come through`() {
        struct Broken: Error {}
        let sink = RecordingSink()
        let console = Console(output: .plain, error: terminal, level: .info, outputSink: sink, errorSink: sink)
        #expect(throws: Broken.self) {
            try WorkProgress.show("writing", unit: "rows", total: nil, on: console) { _ in throw Broken() }
        }
        #expect(sink.text.isEmpty)
    }
}
