import Foundation
import System

/// What is known of a background process: the content of its file in the registry.
struct ProcessEntry: Codable, Sendable, Hashable {
    /// How far it has come.
    enum State: String, Codable, Sendable {
        /// It opens its log and its lake.
        case starting
        /// It has taken possession of its lake.
        case running
        /// It has ended by itself and left its exit code.
        case ended
    }

    /// What it is called.
    var name: String
    /// The number of the process.
    var processIdentifier: Int32
    /// When the process started, in the system's own unit: tells it from a later one with the same number.
    var processStart: UInt64
    /// When it started.
    var startedAt: Date
    /// Its command line, the program's path first.
    var command: [String]
    /// The directory that it works in.
    var directory: String
    /// What it does.
    var work: BackgroundWorkPlan
    /// The address of its dashboard; nil without one.
    var dashboard: String?
    /// What it says.
    var outputFile: String
    /// How far it has come.
    var state: State
    /// How it ended, if it has and could say so.
    var exitCode: Int32?

    private enum CodingKeys: String, CodingKey {
        case name, command, directory, work, dashboard, state
        case processIdentifier = "pid"
        case processStart = "process_start"
        case startedAt = "started_at"
        case outputFile = "output_file"
        case exitCode = "exit_code"
    }

    /// The process itself.
    var process: ProcessIdentity { ProcessIdentity(identifier: processIdentifier, start: processStart) }

    /// Whether the process has not ended.
    var isRunning: Bool { process.isRunning }

    /// The command without the program's directory.
    var commandLine: String {
        (["souk"] + command.dropFirst()).joined(separator: " ")
    }

    /// How a process that is no longer there came to its end.
    var endingWords: String {
        let process = "\(name) (process \(processIdentifier))"
        return switch exitCode {
        case 0: "\(process) has ended; its words are in \(outputFile)"
        case let code?: "\(process) has ended with exit code \(code); its words are in \(outputFile)"
        case nil: "\(process) was ended from outside, without a last commit; its words are in \(outputFile)"
        }
    }
}
