import Foundation
import KafkaLogs
import System
import TransactionLogs

/// Opens logs by their addresses.
enum LogOpening {
    /// A log to read.
    ///
    /// Standard input and pipes can't be read twice, so they are first copied to a file, which the log is read from.
    ///
    /// - Parameter follows: whether a file is expected to grow.
    static func reading(
        _ url: LogURL, follows: Bool, _ configuration: Configuration, on console: Console
    ) throws -> any TransactionLog {
        switch url {
        case .kafka(let address):
            return try KafkaLog(try KafkaLogSettings(address, configuration, on: console))
        case .embedded(let directory): return try EmbeddedLog(opening: directory)
        case .file(let path):
            guard let pipe = pipe(at: path) else { return try FileLog(opening: path, follows: follows) }
            return try spool(pipe)
        case .standardStream: return try spool(.standardInput)
        }
    }

    /// What is at a path, if it can be read from one end to the other only.
    private static func pipe(at path: String) -> FileHandle? {
        guard let file = FileHandle(forReadingAtPath: path), (try? file.offset()) == nil else { return nil }
        return file
    }

    /// The copy has no name any more when this returns; it is gone with the process, however that ends.
    private static func spool(_ input: FileHandle) throws -> FileLog {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "souk-input-\(Identities.uuid()).ndjson"
        ).path
        do {
            let output = try FileDescriptor(opening: path, [.write, .create, .exclusive], permissions: 0o600)
            defer { _ = try? Files.remove(path) }
            while let piece = try input.read(upToCount: 1 << 20), !piece.isEmpty { try output.write([UInt8](piece)) }
            return try FileLog(opening: path, follows: false)
        } catch let error as SystemError {
            throw CommandError(
                "keeping the input, which can be read only once: \(error)",
                hints: ["TMPDIR names a directory with more room; or give the input as file:PATH"],
                exitCode: .logUnreachable)
        }
    }
}
