extension Verification {
    /// The counters of the last commit against the rows, and against each other.
    func accountingChecks() throws -> [VerificationResult.Check] {
        let accepted = try rows("SELECT count(*) FROM transactions").first?.int64(0) ?? 0
        let rejected = try rows("SELECT count(*) FROM rejected").first?.int64(0) ?? 0
        let counters = input.counters
        let lost = input.partitions.flatMap(\.lost).reduce(Int64(0)) { $0 + Int64($1.count) }
        var checks = [
            equality("accepted", counters.accepted, accepted, "rows of transactions"),
            equality("rejected", counters.rejected, rejected, "rows of rejected"),
            equality("read", counters.read, counters.accepted + counters.rejected, "accepted and rejected together"),
            equality("windowed", counters.windowed, counters.accepted, "accepted"),
        ]
        if !input.allowsGaps {
            let committed = input.partitions.reduce(Int64(0)) { $0 + $1.nextOffset - $1.firstOffset } - lost
            checks.append(equality("committed", counters.read, committed, "committed offsets", counter: "read"))
        }
        if counters.lost > 0 || lost > 0 {
            checks.append(
                equality("lost", counters.lost, lost, "offsets recorded as removed by retention before they were read"))
        }
        if let revised = counters.revised {
            let found = try rows("SELECT count(*) FROM windows WHERE revision > 0").first?.int64(0) ?? 0
            checks.append(equality("revised", revised, found, "rows of windows with a later revision"))
        }
        return checks
    }

    private func equality(
        _ name: String, _ counted: Int64, _ found: Int64, _ words: String, counter: String? = nil
    ) -> VerificationResult.Check {
        .init(
            name: "counter_\(name)", passed: counted == found,
            detail: "the counter \(counter ?? name) is \(counted), there are \(found) \(words)")
    }
}
