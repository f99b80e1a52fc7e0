internal import Commerce
internal import Lake

/// A message as a log's decoder or a lake has it: its values by name, as bytes.
struct ComparedMessage: Equatable {
    struct Value: Equatable {
        var name: String
        var bytes: [UInt8]
    }

    /// Why it was refused; nil for a transaction.
    var reason: String?
    var values: [Value]

    /// A transaction of a batch.
    init(_ batch: borrowing TransactionBatch, row: Int, in currency: Currency) {
        let id = batch.transactionIDBytes[
            Int(batch.transactionIDEnds[row])..<Int(batch.transactionIDEnds[row + 1])]
        let amount = Money(minorUnits: batch.amounts[row], currency: currency)
        values = [
            Value(name: "transaction_id", bytes: Array(id)),
            Value(name: "user_id", bytes: Self.text(batch.userIDs[row], of: batch.users)),
            Value(name: "city", bytes: Self.text(batch.cityIDs[row], of: batch.cities)),
            Value(name: "category", bytes: Self.text(batch.categoryIDs[row], of: batch.categories)),
            Value(name: "amount", bytes: Array(amount.decimalText.utf8)),
            Value(name: "quantity", bytes: Array(String(batch.quantities[row]).utf8)),
            Value(name: "payment_method", bytes: Self.text(batch.paymentMethodIDs[row], of: batch.paymentMethods)),
            Value(
                name: "timestamp",
                bytes: Array(Timestamp(microseconds: batch.timestamps[row]).iso8601.utf8)),
        ]
    }

    /// A refused message.
    init(reason: String, payload: [UInt8]) {
        self.reason = reason
        values = [Value(name: "payload", bytes: payload)]
    }

    private static func text(_ id: UInt32, of dictionary: StringDictionary) -> [UInt8] {
        Array(dictionary.bytes[Int(dictionary.ends[Int(id)])..<Int(dictionary.ends[Int(id) + 1])])
    }

    /// How a lake's message differs from the log's, in words; nil if they are the same.
    func difference(in lake: ComparedMessage) -> String? {
        switch (reason, lake.reason) {
        case (nil, let reason?): return "a valid transaction in the log, rejected as \(reason) in the lake"
        case (let reason?, nil): return "rejected as \(reason) by the log, a transaction in the lake"
        case (let log?, let lake?) where log != lake: return "reason is \(log) by the log and \(lake) in the lake"
        default: break
        }
        let words = zip(values, lake.values).filter { $0 != $1 }.map { log, lake in
            "\(log.name) is \(Self.quote(log.bytes)) in the log and \(Self.quote(lake.bytes)) in the lake"
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private static func quote(_ bytes: [UInt8]) -> String {
        let limit = 80
        guard bytes.count > limit else { return "`\(String(decoding: bytes, as: UTF8.self))`" }
        return "`\(String(decoding: bytes.prefix(limit), as: UTF8.self))…` (\(bytes.count) bytes)"
    }
}

/// The messages of a block of offsets whose sums differ, as both sides have them.
struct BlockComparison {
    private let partition: Int32
    private let offsets: Range<Int64>
    private let currency: Currency
    private var log: [Int64: ComparedMessage] = [:]
    private var lake: [Int64: [ComparedMessage]] = [:]

    init(_ partition: Int32, _ offsets: Range<Int64>, in currency: Currency) {
        self.partition = partition
        self.offsets = offsets
        self.currency = currency
    }

    mutating func addToLog(_ batch: borrowing TransactionBatch) {
        for row in 0..<batch.count { log[batch.offsets[row]] = ComparedMessage(batch, row: row, in: currency) }
        for rejection in batch.rejections {
            log[rejection.offset] = ComparedMessage(
                reason: rejection.reason.rawValue, payload: rejection.payload)
        }
    }

    mutating func addToLake(_ batch: borrowing TransactionBatch) {
        for row in 0..<batch.count where offsets.contains(batch.offsets[row]) {
            lake[batch.offsets[row], default: []].append(ComparedMessage(batch, row: row, in: currency))
        }
    }

    mutating func addToLake(_ row: RejectedRow) {
        guard offsets.contains(row.offset) else { return }
        lake[row.offset, default: []].append(ComparedMessage(reason: row.reason, payload: row.payload))
    }

    /// The first messages that differ, in words, and how many do. What only one side has is not among them.
    func differences(limit: Int) -> (count: Int64, examples: [String]) {
        var count: Int64 = 0
        var examples: [String] = []
        var isExplained = false
        for (offset, message) in log.sorted(by: { $0.key < $1.key }) {
            guard let found = lake[offset] else {
                isExplained = true
                continue
            }
            if found.count > 1 { isExplained = true }
            guard let words = found.lazy.compactMap(message.difference).first else { continue }
            count += 1
            if examples.count < limit { examples.append("partition \(partition), offset \(offset): \(words)") }
        }
        if count == 0, !isExplained {
            count = 1
            examples = [
                "partition \(partition), offsets \(offsets.lowerBound) to \(offsets.upperBound - 1): their digests differed, "
                    + "but not their rows when they were read again"
            ]
        }
        return (count, examples)
    }
}
