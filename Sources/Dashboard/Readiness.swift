internal import Commerce
internal import Live

/// Whether the pipeline does its work: what `/readyz` says.
struct Readiness: Equatable {
    /// One thing that was looked at.
    struct Check: Equatable {
        /// What was looked at.
        var name: String
        /// What is wrong with it; nil when nothing is.
        var problem: String?
    }

    /// Everything that was looked at.
    var checks: [Check]

    /// Looks at a pipeline.
    ///
    /// - Parameters:
    ///   - pipeline: Its state.
    ///   - since: When this process began, for a pipeline that has not committed yet.
    ///   - now: The present moment.
    ///   - limit: How old, in seconds, the last commit may be while messages wait.
    init(_ pipeline: PipelineSnapshot, since: Timestamp, now: Timestamp, commitAgeLimit limit: Int64) {
        checks = [
            Check(name: "pipeline", problem: Self.problem(pipeline.phase, pipeline.message)),
            Check(name: "commit", problem: Self.commitProblem(pipeline, since: since, now: now, limit: limit)),
        ]
    }

    /// Whether nothing is wrong.
    var isReady: Bool { checks.allSatisfy { $0.problem == nil } }

    /// The checks one a line when `verbose`, and always a last line with the result.
    func text(verbose: Bool) -> String {
        let lines = checks.map { check in
            check.problem.map { "[-] \(check.name): \($0)\n" } ?? "[+] \(check.name): ok\n"
        }
        let shown = verbose ? lines : lines.filter { $0.hasPrefix("[-]") }
        return shown.joined() + (isReady ? "ready\n" : "not ready\n")
    }

    private static func problem(_ phase: PipelineSnapshot.Phase, _ message: String?) -> String? {
        switch phase {
        case .running, .draining, .following: nil
        case .starting, .waiting, .stopped: message.map { "\(phase.rawValue): \($0)" } ?? phase.rawValue
        }
    }

    private static func commitProblem(
        _ pipeline: PipelineSnapshot, since: Timestamp, now: Timestamp, limit: Int64
    ) -> String? {
        guard pipeline.lag > 0 else { return nil }
        let age = (now.microseconds - (pipeline.lastCommit ?? since).microseconds) / 1_000_000
        guard age > limit else { return nil }
        let commit = pipeline.lastCommit == nil ? "no commit for" : "the last commit is older than"
        return "\(commit) \(limit) s (\(age) s) while \(pipeline.lag) messages wait"
    }
}
