import System
import Testing

@testable import souk

@Suite struct ConsoleTests {
    private let terminal = Terminal(isInteractive: true, usesColor: true, width: 80)

    @Test func `data is collected and written at the end, in its order`() throws {
        let sink = RecordingSink()
        let console = Console(output: .plain, error: .plain, level: .info, outputSink: sink, errorSink: RecordingSink())
        try console.writeLine("a")
        try console.writeLine("b")
        #expect(sink.text.isEmpty)
        try console.flush()
        #expect(sink.text == "a\nb\n")
        try console.write(String(repeating: "x", count: 1 << 17))
        #expect(sink.text.utf8.count == 4 + 1 << 17)
    }

    @Test func `on a terminal data is seen at once`() throws {
        let sink = RecordingSink()
        let console = Console(
            output: terminal, error: terminal, level: .info, outputSink: sink, errorSink: RecordingSink())
        try console.writeLine("a")
        #expect(sink.text == "a\n")
    }

    @Test func `words that are not important enough are not said`() {
        let sink = RecordingSink()
        let console = Console(
            output: .plain, error: .plain, level: .warning, outputSink: RecordingSink(), errorSink: sink)
        console.say("detail", .debug)
        console.say("news")
        console.say("careful\nvery", .warning)
        #expect(sink.text == "souk: careful\n      very\n")
    }

    @Test func `words wipe the line of progress before them`() throws {
        let sink = RecordingSink()
        let console = Console(
            output: terminal, error: terminal, level: .info, outputSink: RecordingSink(), errorSink: sink)
        console.draw("50 %")
        console.say("news")
        console.say("more")
        console.draw("60 %")
        console.wipe()
        console.wipe()
        #expect(sink.text == "\r50 %\u{1B}[K\r\u{1B}[Ksouk: news\nsouk: more\n\r60 %\u{1B}[K\r\u{1B}[K")
    }

    @Test func `a reader that leaves ends the command quietly and with success`() {
        let run = CommandLineRun("config", "show", output: RecordingSink(failure: BrokenPipe()))
        #expect(run.exitCode == .done)
        #expect(run.words.isEmpty)
    }

    @Test func `any other failure of standard output is told`() {
        let full = SystemError(.noSpace, "writing to standard output")
        let run = CommandLineRun("config", "show", output: RecordingSink(failure: full))
        #expect(run.exitCode == .failure)
        #expect(run.words == "souk: writing to standard output: no space left on device (ENOSPC)\n")
    }
}
