import SparkConnect
import SparkEngine

extension CommandError {
    /// The exit code that stands for a failure of Spark.
    static func exitCode(_ error: SparkError) -> ExitCode {
        switch error.code {
        case .unauthorized: .configuration
        case .unreachable, .timedOut, .sessionLost, .protocolViolation: .sparkUnreachable
        case .interrupted, .failed: .failure
        }
    }

    /// The exit code that stands for a failure of a job on Spark.
    static func exitCode(_ error: SparkJobError) -> ExitCode {
        switch error.code {
        case .notHandedOver: .drainIncomplete
        case .checkpointDamaged, .inconsistent: .lakeUnreachable
        case .unexpectedAnswer, .queryFailed: .failure
        }
    }
}
