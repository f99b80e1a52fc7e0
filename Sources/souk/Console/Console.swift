import Synchronization
import System

/// Standard output for data and standard error for words. Several threads may use it.
///
/// Data is collected and written in large pieces, on a terminal line by line; `flush` writes what is left.
final class Console: Sendable {
    /// What the reader of standard output can show.
    let output: Terminal
    /// What the reader of standard error can show.
    let error: Terminal
    /// The least important words that are said.
    let level: LogLevel

    private let outputSink: any ByteSink
    private let errorSink: any ByteSink
    private let pending = Mutex<[UInt8]>([])
    /// Whether a line of progress stands on the terminal. Locked while standard error is written to.
    private let isLineDrawn = Mutex(false)
    private static let bufferBytes = 1 << 16
    private static let wiping = "\r\u{1B}[K"

    /// A console over two streams.
    init(
        output: Terminal, error: Terminal, level: LogLevel, outputSink: any ByteSink = StandardStream.output,
        errorSink: any ByteSink = StandardStream.error
    ) {
        self.output = output
        self.error = error
        self.level = level
        self.outputSink = outputSink
        self.errorSink = errorSink
    }

    /// Writes data to standard output.
    ///
    /// - Throws: `BrokenPipe` if nobody reads any more: the command then ends, quietly and with success.
    func write(_ text: String) throws {
        try write(Array(text.utf8))
    }

    /// Writes data to standard output.
    func write(_ bytes: [UInt8]) throws {
        try pending.withLock { pending in
            pending += bytes
            if output.isInteractive || pending.count >= Self.bufferBytes { try drain(&pending) }
        }
    }

    /// Writes a line of data to standard output.
    func writeLine(_ text: String) throws {
        try write(text + "\n")
    }

    /// Writes what has been collected.
    func flush() throws {
        try pending.withLock { try drain(&$0) }
    }

    private func drain(_ pending: inout [UInt8]) throws {
        guard !pending.isEmpty else { return }
        defer { pending.removeAll(keepingCapacity: true) }
        if output.isInteractive { wipe() }
        try outputSink.write(pending)
    }

    /// Says something on standard error, if it is important enough.
    func say(_ text: String, _ level: LogLevel = .info) {
        guard level >= self.level else { return }
        let color: Terminal.Color? =
            switch level {
            case .error: .red
            case .warning: .yellow
            case .info, .debug: nil
            }
        let prefix = color.map { error.colored("souk:", $0) } ?? "souk:"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        writeWords("\(prefix) \(lines.joined(separator: "\n      "))\n")
    }

    /// Says why a command failed.
    func say(_ failure: CommandError) {
        writeWords(error.colored("souk:", .red) + failure.description.dropFirst(5) + "\n")
    }

    /// Draws a line of progress: on a terminal over the one that was drawn before, elsewhere as a line of its own.
    func draw(_ text: String) {
        guard error.isInteractive else { return writeWords(text + "\n") }
        isLineDrawn.withLock { isDrawn in
            // The cursor goes home, the new text covers the old, and only what sticks out is wiped: nothing flickers.
            putOnError("\r\(text)\u{1B}[K")
            isDrawn = true
        }
    }

    /// Wipes the line that was drawn, if there is one.
    func wipe() {
        writeWords("")
    }

    private func writeWords(_ text: String) {
        isLineDrawn.withLock { isDrawn in
            putOnError((isDrawn ? Self.wiping : "") + text)
            isDrawn = false
        }
    }

    /// Where standard error is gone, there is nobody left to be told.
    private func putOnError(_ text: String) {
        guard !text.isEmpty else { return }
        try? errorSink.write(Array(text.utf8))
    }
}
