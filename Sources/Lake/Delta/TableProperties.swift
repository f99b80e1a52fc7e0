/// The table properties that a writer heeds, with Delta's defaults.
struct TableProperties: Sendable, Hashable {
    /// After how many commits a checkpoint is due.
    var checkpointInterval: Int64 = 10
    /// How long the log is kept, in milliseconds.
    var logRetention: Int64 = 30 * 86_400_000
    /// How long removed files are kept, in milliseconds.
    var tombstoneRetention: Int64 = 7 * 86_400_000
    /// Whether old log entries are removed.
    var removesExpiredLog = true
    /// Whether rows may never be taken away.
    var isAppendOnly = false

    /// The properties of a table.
    ///
    /// - Throws: `DeltaError` for a value that has not the form it should.
    init(_ configuration: [String: String], at location: String) throws(DeltaError) {
        func parse<Value>(_ key: String, _ parse: (String) -> Value?, into value: inout Value) throws(DeltaError) {
            guard let text = configuration[key] else { return }
            guard let parsed = parse(text) else {
                throw DeltaError(.unsupported, "\(location) has the property \(key) = \(text), which Souk can't read.")
            }
            value = parsed
        }
        try parse("delta.checkpointInterval", { Int64($0).flatMap { $0 > 0 ? $0 : nil } }, into: &checkpointInterval)
        try parse("delta.logRetentionDuration", Self.milliseconds, into: &logRetention)
        try parse("delta.deletedFileRetentionDuration", Self.milliseconds, into: &tombstoneRetention)
        try parse("delta.enableExpiredLogCleanup", { Bool($0.lowercased()) }, into: &removesExpiredLog)
        try parse("delta.appendOnly", { Bool($0.lowercased()) }, into: &isAppendOnly)
    }

    /// The length of an interval such as `interval 1 week 2 days`.
    static func milliseconds(_ interval: String) -> Int64? {
        var words = interval.lowercased().split(separator: " ")[...]
        if words.first == "interval" { words = words.dropFirst() }
        guard !words.isEmpty else { return nil }
        var total: Int64 = 0
        while let count = words.popFirst() {
            guard let count = Int64(count), count >= 0, let unit = words.popFirst(), let length = lengths[unit] else {
                return nil
            }
            let (product, isTooLong) = count.multipliedReportingOverflow(by: length)
            let (sum, isTooLongInAll) = total.addingReportingOverflow(product)
            guard !isTooLong, !isTooLongInAll else { return nil }
            total = sum
        }
        return total
    }

    private static let lengths: [Substring: Int64] = [
        "week": 604_800_000, "weeks": 604_800_000, "day": 86_400_000, "days": 86_400_000, "hour": 3_600_000,
        "hours": 3_600_000, "minute": 60_000, "minutes": 60_000, "second": 1000, "seconds": 1000, "millisecond": 1,
        "milliseconds": 1,
    ]
}
