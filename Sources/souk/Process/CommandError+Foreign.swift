import Analysis
import Dashboard
import Lake
import SparkConnect
import SparkEngine
import Streaming
import TransactionLogs

extension CommandError {
    /// The failure of another part of Souk as the command line says it: with the exit code that stands for it.
    init(_ error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as TransactionLogError: self.init(error.description, exitCode: Self.exitCode(error))
        case let error as FileSystemError: self.init(error.description, exitCode: Self.exitCode(error))
        case let error as DeltaError: self.init(error.description, exitCode: .lakeUnreachable)
        case let error as PipelineError: self.init(error.description, exitCode: Self.exitCode(error))
        case let error as DashboardError: self.init(error.description, exitCode: .configuration)
        case let error as AnalysisError: self.init(error.description, exitCode: Self.exitCode(error))
        case let error as SparkJobError: self.init(error.description, exitCode: Self.exitCode(error))
        case let error as SparkError:
            self.init(error.description, hints: Self.hints(error), exitCode: Self.exitCode(error))
        default: self.init(String(describing: error), exitCode: .failure)
        }
    }

    private static func exitCode(_ error: TransactionLogError) -> ExitCode {
        switch error.code {
        case .notPermitted, .replaced: .configuration
        case .missing, .unreachable, .alreadyOpen, .offsetOutOfRange, .damaged, .inputOutput: .logUnreachable
        }
    }

    private static func exitCode(_ error: SparkError) -> ExitCode {
        switch error.code {
        case .unreachable, .timedOut, .sessionLost, .protocolViolation: .sparkUnreachable
        case .unauthorized, .unsupported: .configuration
        case .interrupted: .interrupted
        case .failed: .failure
        }
    }

    private static func hints(_ error: SparkError) -> [String] {
        switch error.code {
        case .unreachable: ["the Spark Connect server's port is 15002 unless it was told another; is it up?"]
        case .unauthorized:
            [
                "a token may stand in the file that spark.token_file names; spark.certificate_authorities says whom to trust"
            ]
        case .sessionLost: ["the server was started anew or forgot the session; try again"]
        case .timedOut, .protocolViolation, .unsupported, .interrupted, .failed: []
        }
    }

    private static func exitCode(_ error: FileSystemError) -> ExitCode {
        switch error.code {
        case .notPermitted: .configuration
        case .locked: .lakeOwnedByAnother
        case .notFound, .notADirectory, .noSpace, .inputOutput, .quotaExceeded, .unreachable: .lakeUnreachable
        }
    }

    private static func exitCode(_ error: PipelineError) -> ExitCode {
        switch error.code {
        case .lakeOwnedByAnother: .lakeOwnedByAnother
        case .lakeDoesNotMatch: .configuration
        case .lakeDamaged: .lakeUnreachable
        }
    }

    private static func exitCode(_ error: AnalysisError) -> ExitCode {
        switch error.code {
        case .tables: .lakeUnreachable
        case .notReadOnly, .query: .usage
        case .interrupted: .interrupted
        case .database, .outOfMemory: .failure
        }
    }
}
