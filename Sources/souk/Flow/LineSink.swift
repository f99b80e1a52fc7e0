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
    convenience init(appendingTo path: String) throws {
        let file = SharedFile(try FileDescriptor(opening: path, [.write, .create, .append]))
        self.init(write: { try file.descriptor.write($0) }, finish: { try file.descriptor.synchronize() })
    }

    func append(_ message: RawSpan, keyHash: UInt64) throws {
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
