import Commerce
import Foundation
import Testing

/// The independent judge of messages: a Python process that runs `oracle.py`.
///
/// Python's `json` is the oracle because it shares nothing with Souk, shows duplicate keys, keeps the spelling of numbers,
/// and is strict once constants like NaN are refused. Foundation's `JSONSerialization` shows neither duplicates nor the
/// difference of `1` and `1.0`.
struct Oracle: ~Copyable {
    /// What the oracle says at the end.
    struct Report: Decodable {
        var differences: Int
        /// How many messages were accepted or rejected for which reason.
        var verdicts: [String: Int]
        /// The first differences, in words.
        var text = ""

        private enum CodingKeys: CodingKey {
            case differences, verdicts
        }
    }

    /// The interpreter, nil where there is none.
    static let python: String? = {
        let packageDirectory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let candidates = [
            packageDirectory.path + "/.deps/venv/bin/python", "/usr/bin/python3", "/usr/local/bin/python3",
        ]
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var frames: [UInt8] = []

    /// Starts a process of the interpreter.
    init(
        zone: String, latest: Timestamp, names: [String], currency: Currency = .moroccanDirham, epoch: EpochUnit = .auto
    ) throws {
        // A write to an oracle that has died should be an error of that write.
        _ = signal(SIGPIPE, SIG_IGN)
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "oracle.py").path
        process.executableURL = URL(filePath: try #require(Self.python))
        process.arguments = [
            script, zone, String(latest.microseconds),
            String(decoding: try JSONEncoder().encode(names), as: UTF8.self),
            currency.code, String(currency.minorUnitDigits), epoch.rawValue,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Hands over a message and what the decoder made of it.
    mutating func check(_ message: [UInt8], verdict: [UInt8]) throws {
        append(message)
        append(verdict)
        if frames.count > 1_000_000 { try flush() }
    }

    /// Waits for the judgement of all messages.
    mutating func finish() throws -> Report {
        try flush()
        try input.fileHandleForWriting.close()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "the oracle failed")
        let lines = text.split(separator: "\n")
        var report = try JSONDecoder().decode(Report.self, from: Data((lines.last ?? "").utf8))
        report.text = lines.dropLast().joined(separator: "\n")
        return report
    }

    private mutating func append(_ bytes: [UInt8]) {
        let count = UInt32(bytes.count)
        frames += [
            UInt8(truncatingIfNeeded: count), UInt8(truncatingIfNeeded: count >> 8),
            UInt8(truncatingIfNeeded: count >> 16),
            UInt8(truncatingIfNeeded: count >> 24),
        ]
        frames += bytes
    }

    private mutating func flush() throws {
        try input.fileHandleForWriting.write(contentsOf: Data(frames))
        frames.removeAll(keepingCapacity: true)
    }
}
