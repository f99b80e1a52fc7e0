internal import System

extension FileSystemError {
    /// What a failed system call means for the lake.
    init(_ error: SystemError, _ activity: String, _ path: String) {
        let (code, advice) = Self.meaning(of: error.number)
        let doing = "\(activity) \(path): "
        let failure = error.description.hasPrefix(doing) ? error.description : "\(doing)\(error)"
        self.init(code, "\(failure). \(advice)", systemCode: error.number.rawValue)
    }

    /// A failed fsync, whatever its number: the system may have dropped what it could not write.
    init(failedSynchronization error: SystemError, _ path: String) {
        let (code, _) = Self.meaning(of: error.number)
        self.init(
            code == .noSpace ? .noSpace : .inputOutput,
            """
            making \(path) durable: \(error). After a failed fsync nothing that was written since the last commit may be \
            trusted: check the disk, then start again, which continues from the last commit.
            """, systemCode: error.number.rawValue)
    }

    private static func meaning(of number: ErrorNumber) -> (Code, advice: String) {
        switch number {
        case .notFound: (.notFound, "Check the path.")
        case .notADirectory, .isADirectory:
            (.notADirectory, "A file stands where a directory should, or the other way round: move it away.")
        case .accessDenied, .notPermitted, .readOnly:
            (.notPermitted, "Let this user write there, or choose another directory.")
        case .noSpace, .quotaExceeded: (.noSpace, "Free some space and start again.")
        default: (.inputOutput, "Check the disk and start again.")
        }
    }
}
