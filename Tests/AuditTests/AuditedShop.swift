import Audit
import Commerce
import Lake
import LakeTesting
import Testing
import TransactionLogs

/// A log and what a lake holds of it, either of which a test may change before they are compared.
struct AuditedShop {
    static let now = Timestamp(microseconds: 1_790_000_000_000_000)

    let currency: Currency
    var log: KeptLog
    /// The lake's transactions by partition and offset.
    var sales: [Int32: [Int64: Transaction]] = [:]
    /// The lake's refused messages by partition and offset.
    var rejected: [Int32: [Int64: RejectedRow]] = [:]
    var committed: [Int32: Range<Int64>] = [:]

    /// A shop of some partitions of 3,000 messages each from some offset on; every tenth is refused, one of a hundred is a
    /// tombstone, and one of 150 had a time in the future when it was read.
    init(partitions: Int32 = 2, first: Int64 = 70, currency: Currency = .moroccanDirham) {
        self.currency = currency
        log = KeptLog(messages: [:])
        for partition in 0..<partitions {
            let range = first..<first + 3_000
            committed[partition] = range
            var messages: [Int64: [UInt8]?] = [:]
            for offset in range {
                let message: [UInt8]?
                if offset % 100 == 99 {
                    message = nil
                } else if offset % 10 == 3 {
                    message = Array("{\"transaction_id\": \(offset)".utf8)
                } else {
                    message = Self.json(offset, isAhead: offset % 150 == 11, in: currency)
                }
                messages[offset] = .some(message)
            }
            log.messages[partition] = messages
            take(partition, messages)
        }
    }

    /// What a pipeline makes of messages.
    private mutating func take(_ partition: Int32, _ messages: [Int64: [UInt8]?]) {
        var decoder = TransactionDecoder(currency: currency)
        for (offset, message) in messages {
            guard let message else {
                reject(partition, Rejection(offset: offset, reason: .tombstone, detail: "none", payload: []))
                continue
            }
            var batch = TransactionBatch(partition: partition)
            decoder.decode(message.rawSpan, offset: offset, now: Self.now, into: &batch)
            if batch.count == 1 {
                sales[partition, default: [:]][offset] = batch.transaction(at: 0)
            } else {
                for rejection in batch.rejections { reject(partition, rejection) }
            }
        }
    }

    private mutating func reject(_ partition: Int32, _ rejection: Rejection) {
        // It is noted when it is written out, a while after it was decided.
        let noted = Timestamp(microseconds: Self.now.microseconds + 3_600_000_000)
        rejected[partition, default: [:]][rejection.offset] = RejectedRow(
            rejection, partition: partition, rejectedAt: noted)
    }

    static func json(_ number: Int64, isAhead: Bool = false, in currency: Currency = .moroccanDirham) -> [UInt8] {
        let amount = Money(minorUnits: number * currency.minorUnitsPerUnit, currency: currency).decimalText
        let time = now.microseconds / 1_000 + (isAhead ? 600_000 : -number * 1_000)
        return Array(
            """
            {"transaction_id":"T\(number)","user_id":"U\(number % 37)","city":"Rabat","category":"Books","amount":\(amount),\
            "quantity":\(1 + number % 5),"payment_method":"Cash","timestamp":\(time)}
            """.utf8)
    }

    /// Compares.
    ///
    /// - Parameter reversed: whether later row groups of a file of `transactions` hold earlier offsets.
    func findings(reversed: Bool = false, roundSize: Int64 = 1 << 26) throws -> LogFindings {
        let decoder = TransactionDecoder(maximumFutureSkew: .max, currency: currency)
        let lake = try lake(reversed: reversed)
        return try LogAudit(log: log, lake: lake, decoder: decoder, workers: 2, roundSize: roundSize)
            .run(committed: committed)
    }

    /// The lake, in several files for each partition.
    func lake(reversed: Bool = false) throws -> TransactionLake {
        let fileSystem = SimulatedFileSystem(seed: 5)
        var number = 0
        var lake = try TransactionLake.openOrCreate(on: fileSystem, now: 0, currency: currency) {
            number += 1
            return "table \(number)"
        }
        let info = CommitInfo(timestamp: 0, operation: "WRITE", isBlindAppend: true)
        var files: [DeltaAction] = []
        for (partition, rows) in sales.sorted(by: { $0.key < $1.key }) {
            let rows = rows.sorted { $0.key < $1.key }
            for (piece, slice) in [rows.suffix(900), rows.dropLast(900)].enumerated() {
                var writer = try TransactionFileWriter(
                    on: fileSystem, partition: partition, unique: "\(partition)-\(piece)", currency: currency)
                let starts = Array(stride(from: slice.startIndex, to: slice.endIndex, by: 90))
                for start in reversed ? starts.reversed() : starts {
                    var batch = TransactionBatch(partition: partition)
                    for (offset, sale) in slice[start..<min(start + 90, slice.endIndex)] {
                        batch.append(sale, offset: offset)
                    }
                    try writer.append(batch)
                }
                files.append(.add(try writer.finish().publish(now: 0)))
            }
        }
        _ = try lake.transactions.commit(files, info: info)
        let rows = rejected.values.flatMap(\.values)
        let file = try RejectedTable.write(rows, on: fileSystem, unique: "r").publish(now: 0)
        _ = try lake.rejected.commit([.add(file)], info: info)
        return lake
    }
}
