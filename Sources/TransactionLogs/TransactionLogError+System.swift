internal import System

extension TransactionLogError {
    /// A failed system call in the words of a log: what it means and what to do about it.
    init(_ error: SystemError, while doing: String) {
        let code: Code
        let advice: String
        switch error.number {
        case .notFound:
            code = .missing
            advice = "check the path"
        case .notADirectory:
            code = .missing
            advice = "a file stands where a directory should: name another place, or move it away"
        case .accessDenied, .notPermitted, .readOnly:
            code = .notPermitted
            advice = "check owner and permissions"
        case .noSpace, .quotaExceeded:
            code = .inputOutput
            advice = "free space on that disk, then try again"
        case .tooManyOpenFiles:
            code = .inputOutput
            advice = "raise the limit of open files (ulimit -n)"
        default:
            code = .inputOutput
            advice = "check the disk"
        }
        self.init(code, "\(doing): \(error); \(advice)", systemCode: error.number.rawValue)
    }

    /// Runs system calls and turns what they throw into an error of the log.
    static func wrap<Result: ~Copyable>(
        _ doing: @autoclosure () -> String, _ body: () throws(SystemError) -> Result
    ) throws(TransactionLogError) -> Result {
        do {
            return try body()
        } catch {
            throw TransactionLogError(error, while: doing())
        }
    }
}
