extension FileSystemError {
    /// What a failure of HDFS means for the lake.
    init(_ failure: HDFSFailure, _ activity: String, _ location: String) {
        let code: Code =
            switch failure.kind {
            case .notFound: .notFound
            case .notADirectory: .notADirectory
            case .notPermitted: .notPermitted
            case .quotaExceeded: .quotaExceeded
            case .unavailable: .unreachable
            case .exists, .refused: .inputOutput
            }
        let advice = failure.advice.isEmpty ? "" : " \(failure.advice)"
        let reason = failure.reason.hasSuffix(".") ? failure.reason : "\(failure.reason)."
        self.init(code, "\(activity) \(location): \(reason)\(advice)", systemCode: failure.libraryCode)
    }
}
