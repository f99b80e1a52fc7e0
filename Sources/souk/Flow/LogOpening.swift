import Foundation
import System
import TransactionLogs

/// Opens logs by their addresses.
enum LogOpening {
    /// A log to read.
    ///
    /// Standard input can't be read twice, so it is first copied to a file, from which the pipeline reads.
    ///
    /// - Parameter follows: whether a file is expected to grow.
    static func reading(_ url: LogURL, follows: Bool) throws -> any TransactionLog {
        switch url {
        case .embedded(let directory): try EmbeddedLog(opening: directory)
        case .file(let path): try FileLog(opening: path, follows: follows)
        case .standardStream: try spooledStandardInput()
        }
    }

    private static func spooledStandardInput() throws -> FileLog {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "souk-input-\(Identities.uuid()).ndjson")
        try Data().write(to: file)
        let output = try FileHandle(forWritingTo: file)
        defer { try? output.close() }
        while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
            try output.write(contentsOf: piece)
        }
        let log = try FileLog(opening: file.path, follows: false)
        // The open log keeps the content; the name is of no use to anybody.
        try FileManager.default.removeItem(at: file)
        return log
    }
}
