import SparkEngine

extension CommandError {
    /// The exit code that stands for a failure of a job on Spark.
    static func exitCode(_ error: SparkJobError) -> ExitCode {
        switch error.code {
        case .notHandedOver: .drainIncomplete
        case .checkpointDamaged, .inconsistent: .lakeUnreachable
        case .unexpectedAnswer, .queryFailed: .failure
        }
    }
}
