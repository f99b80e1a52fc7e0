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
    /// - Parameter progress: receives how many messages were written since the last call, and the last of them.
    /// - Throws: `CommandError` with exit code 11 for a CSV file without the columns that a transaction needs.
    func run(into sink: any MessageSink, progress: (_ messages: Int64, _ last: [UInt8]) -> Void) throws
        -> Simulation.Outcome
    {
        let reader = try source.reader(of: 0, from: 0)
        defer { reader.close() }
        var outcome = Simulation.Outcome()
        var table = isCSV ? CSVTransactions(fields: fields) : nil
        var pacer: Pacer? =
            if case .paced(let pace) = rate {
                Pacer(messagesPerSecond: pace.perSecond, start: SystemClock.wallMicroseconds())
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
            var last: [UInt8] = []
            let lines = try reader.read(limit: Int(due)) { records in
                for index in 0..<records.count {
                    let message = try Self.pass(
                        records.payload(at: index), through: &table, to: sink, counting: &outcome,
                        keepsMessage: index == records.count - 1)
                    last = message ?? last
                }
            }
            guard lines > 0 else { break }
            try sink.commit()
            progress(outcome.messages - before, last)
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

    /// - Returns: the message that was written, if it is to be kept or was made from CSV; nil otherwise.
    private static func pass(
        _ line: RawSpan, through table: inout CSVTransactions?, to sink: any MessageSink,
        counting outcome: inout Simulation.Outcome, keepsMessage: Bool
    ) throws -> [UInt8]? {
        if table == nil {
            try sink.append(line, keyHash: nil)
            outcome.bytes += Int64(line.byteCount)
            outcome.messages += 1
            return keepsMessage ? [UInt8](copying: line) : nil
        }
        guard let message = try table?.message(of: [UInt8](copying: line)) else { return nil }
        try sink.append(message.rawSpan, keyHash: nil)
        outcome.bytes += Int64(message.count)
        outcome.messages += 1
        return message
    }
}
