internal import Foundation

/// What a program says of itself in the last line that it prints, a JSON object.
struct SubprocessFigures: Decodable {
    /// Seconds from its start to its end.
    var seconds: Double
    /// Seconds without what is done once, however many messages there are; nil if it does not say.
    var secondsWithoutStartup: Double?
    /// Seconds of all processors; nil if it does not say.
    var processorSeconds: Double?
    /// The most memory that it held; nil if it does not say.
    var peakResidentBytes: Int64?

    private enum CodingKeys: String, CodingKey {
        case seconds
        case secondsWithoutStartup = "seconds_without_startup"
        case processorSeconds = "cpu_seconds"
        case peakResidentBytes = "peak_rss_bytes"
    }

    /// Runs a program that prints such a line.
    ///
    /// - Throws: `SubprocessError` if it fails, `DecodingError` if it prints something else.
    static func run(_ program: String, _ arguments: [String]) throws -> SubprocessFigures {
        let output = try output(of: program, arguments)
        let line = output.split(separator: "\n").last.map(String.init) ?? ""
        return try JSONDecoder().decode(SubprocessFigures.self, from: Data(line.utf8))
    }

    /// Runs a program to its end.
    ///
    /// - Returns: what it printed on standard output.
    static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) } ?? ""
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw SubprocessError(program: program, arguments: arguments, status: process.terminationStatus)
        }
        return text
    }

    /// Where a program is, by `PATH`.
    static func path(of program: String) -> String? {
        let directories = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        return directories.map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// A program that was needed for a benchmark failed; it has said why on standard error.
struct SubprocessError: Error, CustomStringConvertible {
    var program: String
    var arguments: [String]
    var status: Int32

    var description: String { "\(program) \(arguments.joined(separator: " ")) ended with \(status)" }
}
