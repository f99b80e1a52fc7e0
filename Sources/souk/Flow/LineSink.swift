import System

/// Writes messages as lines (NDJSON) to a file or to standard output.
final class LineSink: MessageSink {
    private let write: ([UInt8]) throws -> Void
    private let finish: () throws -> Void
    private var lines: [UInt8] = []

    /// Writes pieces of whole lines through `write`; `finish` makes them durable.
    init(write: @escaping ([UInt8]) throws -> Void, finish: @escaping () throws -> Void) {
        self.write = write
        self.finish = finish
    }

    /// Appends to a file.
    ///
    /// - Throws: `CommandError` with exit code 11, as all that is done with the sink then.
    convenience init(appendingTo path: String) throws {
        let file = try Self.explained { () throws(SystemError) in
            SharedFile(try FileDescriptor(opening: path, [.write, .create, .append]))
        }
        self.init(
            write: { lines in
                try Self.explained { () throws(SystemError) in try file.descriptor.write(lines) }
            },
            finish: {
                try Self.explained { () throws(SystemError) in try file.descriptor.synchronize() }
            })
    }

    private static func explained<Result>(_ body: () throws(SystemError) -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw CommandError(
                "\(error)",
                hints: ["the directory must exist and let this user write, and its disk must have room"],
                exitCode: .logUnreachable)
        }
    }

    func append(_ message: RawSpan, keyHash: UInt64?) throws {
        lines.append(copying: message)
        lines.append(UInt8(ascii: "\n"))
        if lines.count > 1 << 20 { try flush() }
    }

    func commit() throws {
        try flush()
        try finish()
    }

    func close() throws {
        try commit()
    }

    private func flush() throws {
        try write(lines)
        lines.removeAll(keepingCapacity: true)
    }

    /// An open file that closures can share.
    private final class SharedFile {
        let descriptor: FileDescriptor

        init(_ descriptor: consuming FileDescriptor) {
            self.descriptor = descriptor
        }
    }
}
