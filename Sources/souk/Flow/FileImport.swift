import Commerce
import Marketplace
import System
import TransactionLogs

/// Copies a file of NDJSON or CSV into a sink, line by line.
struct FileImport {
    /// The file as a log of lines.
    let source: any TransactionLog
    /// Whether the lines are CSV; the first one then names the columns.
    let isCSV: Bool
    /// What a message calls its fields.
    let fields: FieldMapping
    let rate: Rate
    /// How many messages at the most; nil for all.
    let count: Int64?
    let stopRequest = Simulation.StopRequest()

    /// Copies.
    ///
    /// - Throws: `CommandError` with exit code 11 for a CSV file without the columns that a transaction needs.
    func run(into sink: any MessageSink, progress: (Int64) -> Void) throws -> Simulation.Outcome {
        let reader = try source.reader(of: 0, from: 0)
        defer { reader.close() }
        var outcome = Simulation.Outcome()
        var table = isCSV ? CSVTransactions(fields: fields) : nil
        var pacer: Pacer? =
            if case .perSecond(let rate) = rate {
                Pacer(messagesPerSecond: Double(rate), start: SystemClock.wallMicroseconds())
            } else { nil }
        while !stopRequest.isMade {
            let left = count.map { $0 - outcome.messages } ?? .max
            let due = Self.due(&pacer, limit: min(left, 8_192))
            guard left > 0 else { break }
            guard due > 0 else {
                SystemClock.sleep(.milliseconds(20))
                continue
            }
            let before = outcome.messages
            let lines = try reader.read(limit: Int(due)) { records in
                for index in 0..<records.count {
                    try Self.pass(
                        records.payload(at: index), through: &table, to: sink, counting: &outcome)
                }
            }
            guard lines > 0 else { break }
            try sink.commit()
            progress(outcome.messages - before)
        }
        if !stopRequest.isMade { try table?.finish() }
        try sink.commit()
        return outcome
    }

    private static func due(_ pacer: inout Pacer?, limit: Int64) -> Int64 {
        guard pacer != nil else { return limit }
        let now = SystemClock.wallMicroseconds()
        var due: Int64 = 0
        while due < limit, pacer?.next(at: now) != nil { due += 1 }
        return due
    }

    private static func pass(
        _ line: RawSpan, through table: inout CSVTransactions?, to sink: any MessageSink,
        counting outcome: inout Simulation.Outcome
    ) throws {
        if table == nil {
            try sink.append(line, keyHash: nil)
            outcome.bytes += Int64(line.byteCount)
        } else {
            guard let message = try table?.message(of: [UInt8](copying: line)) else { return }
            try sink.append(message.rawSpan, keyHash: nil)
            outcome.bytes += Int64(message.count)
        }
        outcome.messages += 1
    }
}
