import Foundation
import Synchronization
import Testing

/// A Python process that runs `Oracles/spark_sql.py`: one for all tests, since Java takes longer to begin and to compile what it
/// runs than Spark takes to answer.
final class SparkOracleProcess: Sendable {
    /// The one.
    static let shared = SparkOracleProcess()

    private struct Running {
        var requests: FileHandle
        var answers: FileHandle
    }

    /// Begun with the first request. It ends with this process, which closes its standard input.
    private let running = Mutex<Running?>(nil)

    /// Has a request worked off.
    ///
    /// - Parameters:
    ///   - question: the file that holds it.
    ///   - answer: the file that the answer is written into.
    func work(off question: URL, into answer: URL) throws {
        try running.withLock { running in
            let process = try running ?? Self.start()
            running = process
            try process.requests.write(contentsOf: Data("\(question.path)\t\(answer.path)\n".utf8))
            var line: [UInt8] = []
            while line != Array("answered\n".utf8) {
                if line.last == UInt8(ascii: "\n") { line = [] }
                let byte = try process.answers.read(upToCount: 1)
                line.append(try #require(byte?.first, "Spark has ended; what it said is above"))
            }
        }
    }

    private static func start() throws -> Running {
        let requests = Pipe()
        let answers = Pipe()
        let process = Process()
        process.executableURL = URL(filePath: try #require(SparkOracle.python))
        process.arguments = [
            URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracles/spark_sql.py").path
        ]
        process.standardInput = requests
        process.standardOutput = answers
        try process.run()
        return Running(requests: requests.fileHandleForWriting, answers: answers.fileHandleForReading)
    }
}
