import Analysis

/// What all checks of `souk doctor` found.
struct DoctorReport: Sendable {
    /// The findings by the names of their checks.
    let findings: [(name: String, finding: DoctorFinding)]

    /// Makes the checks.
    init(_ checks: [DoctorCheck]) {
        findings = checks.map { ($0.name, $0.perform()) }
    }

    /// The names of the checks that failed.
    var failures: [String] { findings.filter { $0.finding.status == .failure }.map(\.name) }

    /// The findings for people: a line each, with the advice under it.
    func lines(on terminal: Terminal) -> [String] {
        var table = TextTable([("", .left), ("", .left), ("", .left)])
        for (name, finding) in findings {
            table.append([colored(finding.status, on: terminal), name, finding.detail])
        }
        return zip(table.lines, findings).flatMap { line, entry in
            [line] + (entry.finding.advice.map { ["   → \($0)"] } ?? [])
        }
    }

    private func colored(_ status: DoctorFinding.Status, on terminal: Terminal) -> String {
        switch status {
        case .good: terminal.colored(status.mark, .green)
        case .warning: terminal.colored(status.mark, .yellow)
        case .failure: terminal.colored(status.mark, .red)
        }
    }

    /// The findings for a program.
    var json: JSONValue {
        .object([
            "healthy": .boolean(failures.isEmpty),
            "checks": .array(
                findings.map { name, finding in
                    .object([
                        "name": .string(name), "status": .string(finding.status.rawValue),
                        "detail": .string(finding.detail), "advice": finding.advice.map(JSONValue.string) ?? .null,
                    ])
                }),
        ])
    }
}
