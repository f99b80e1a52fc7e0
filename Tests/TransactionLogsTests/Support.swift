import System
import TransactionLogs

/// Runs a test in a directory of its own that is gone afterwards.
func withTemporaryDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let directory = try Directories.createTemporary(prefix: "souk-log-")
    let result: Result
    do {
        result = try body(directory)
    } catch {
        try Directories.removeAll(directory)
        throw error
    }
    try Directories.removeAll(directory)
    return result
}

/// A layout whose identity is made of one byte.
func layout(
    partitions: Int32 = 1, segmentBytes: Int = 1 << 20, maximumRecordBytes: Int = 16 << 20, identity: UInt8 = 7
) -> EmbeddedLogLayout {
    EmbeddedLogLayout(
        identity: Array(repeating: identity, count: 16), partitions: partitions, segmentBytes: segmentBytes,
        maximumRecordBytes: maximumRecordBytes)
}

/// A record as a test compares it.
struct ReadRecord: Equatable, Sendable {
    var offset: Int64
    var payload: [UInt8]
}

extension PartitionReader {
    /// Reads until the log's end.
    func readAll(limit: Int = 1000) throws -> [ReadRecord] {
        var records: [ReadRecord] = []
        while try read(limit: limit, { records += $0.copied() }) > 0 {}
        return records
    }
}

extension RecordBatch {
    func copied() -> [ReadRecord] {
        (0..<count).map { index in
            let payload = payload(at: index)
            return ReadRecord(
                offset: offset(at: index), payload: payload.byteCount == 0 ? [] : bytes(of: payload))
        }
    }

    private func bytes(of span: RawSpan) -> [UInt8] {
        unsafe span.withUnsafeBytes { unsafe Array($0) }
    }
}

extension EmbeddedLogWriter {
    /// Appends messages to a partition and commits them.
    func write(_ messages: [[UInt8]], to partition: Int32 = 0) throws {
        var batch = makeBatch()
        for message in messages { try batch.add(message, to: partition) }
        try commit(append(batch))
    }
}

extension AppendBatch {
    mutating func add(_ message: [UInt8], to partition: Int32) throws {
        try append(unsafe message.span.bytes, to: partition)
    }
}

/// The messages `0`, `1`, … with lengths that differ, all without line feeds.
func messages(_ numbers: Range<Int>) -> [[UInt8]] {
    numbers.map { number in
        Array("message \(number) ".utf8) + Array(repeating: UInt8(97 + number % 26), count: number * 37 % 211)
    }
}

/// What `messages` look like when they are read back from an offset.
func records(_ numbers: Range<Int>, from offset: Int64 = 0) -> [ReadRecord] {
    zip(numbers, messages(numbers)).map { number, payload in
        ReadRecord(offset: offset + Int64(number - numbers.lowerBound), payload: payload)
    }
}

/// Whether a block throws an error of a log with a code; anything else that it throws goes on.
func code(of body: () throws -> Void) throws -> TransactionLogError.Code? {
    do {
        try body()
        return nil
    } catch let error as TransactionLogError {
        return error.code
    }
}
