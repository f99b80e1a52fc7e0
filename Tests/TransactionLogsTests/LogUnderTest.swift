import System
import Testing
import TransactionLogs

/// A log that the contract is checked against: what reads it, and how a message gets into it.
///
/// Another log joins the contract by another case of `Kind`.
struct LogUnderTest {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case embedded
        case embeddedInTinySegments
        case file

        var testDescription: String { rawValue }
    }

    let log: any TransactionLog
    let partitions: Int32
    /// Appends messages without line feeds, and returns when readers can see them.
    let append: ([[UInt8]], Int32) throws -> Void

    /// Makes a log of a kind, empty, for the time of a test.
    static func with(_ kind: Kind, _ body: (LogUnderTest) throws -> Void) throws {
        try withTemporaryDirectory { directory throws in
            switch kind {
            case .embedded: try withEmbedded(directory, segmentBytes: 1 << 20, body)
            case .embeddedInTinySegments: try withEmbedded(directory, segmentBytes: 4096, body)
            case .file: try withFile(directory, body)
            }
        }
    }

    private static func withEmbedded(
        _ directory: String, segmentBytes: Int, _ body: (LogUnderTest) throws -> Void
    ) throws {
        let path = "\(directory)/log"
        let writer = try EmbeddedLogWriter(
            opening: path, creating: layout(partitions: 3, segmentBytes: segmentBytes))
        let log = try EmbeddedLog(opening: path)
        try body(LogUnderTest(log: log, partitions: 3) { try writer.write($0, to: $1) })
        try writer.close()
    }

    private static func withFile(_ directory: String, _ body: (LogUnderTest) throws -> Void) throws {
        let file = try FileDescriptor(opening: "\(directory)/messages", [.write, .create, .append])
        let log = try FileLog(opening: "\(directory)/messages", follows: true)
        try body(
            LogUnderTest(log: log, partitions: 1) { messages, _ in
                let lines = messages.flatMap { $0 + [UInt8(ascii: "\n")] }
                try file.write(lines)
            })
    }
}
