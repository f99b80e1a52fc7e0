/// What a check of the surroundings found.
struct DoctorFinding: Sendable, Hashable {
    /// How good it is.
    enum Status: String, Sendable, Hashable, CaseIterable {
        /// As it should be.
        case good
        /// Souk works, but something may be missing or slow.
        case warning
        /// Souk can't work like this.
        case failure

        /// The mark in front of the line.
        var mark: String {
            switch self {
            case .good: "✓"
            case .warning: "!"
            case .failure: "✗"
            }
        }
    }

    /// How good it is.
    var status: Status
    /// What was found.
    var detail: String
    /// What to do about it; nil if nothing needs doing.
    var advice: String?

    /// All is well.
    static func good(_ detail: String) -> DoctorFinding { DoctorFinding(status: .good, detail: detail) }

    /// Something may be missing or slow.
    static func warning(_ detail: String, advice: String) -> DoctorFinding {
        DoctorFinding(status: .warning, detail: detail, advice: advice)
    }

    /// Souk can't work like this.
    static func failure(_ detail: String, advice: String) -> DoctorFinding {
        DoctorFinding(status: .failure, detail: detail, advice: advice)
    }
}
