public import Commerce
public import Lake
public import TransactionLogs

/// Holds a lake against the log that it was filled from: every message that the log still has must be in the lake, with every
/// field of it or with the reason of its rejection and its bytes, and no other.
///
/// Both sides are read once, in any order and on several threads, and condensed to a bit for each offset and a sum of digests for
/// each 1,024; only where these differ are messages looked at one by one. Memory is bounded by going through the offsets in
/// rounds.
///
/// ```swift
/// let audit = LogAudit(log: log, lake: lake, decoder: decoder)
/// let findings = try audit.run(committed: [0: 0..<1_000]) { progress.advance(by: $0) }
/// ```
public struct LogAudit: Sendable {
    private let log: any TransactionLog
    private let logScan: LogScan
    private let lakeScan: LakeScan
    private let digester = RowDigester()
    private let workers: Int
    private let roundSize: Int64
    private let exampleLimit = 10
    /// How many blocks of 1,024 offsets are looked at message by message.
    private let blockLimit = 64

    /// An audit of a lake that is as it was opened.
    ///
    /// - Parameters:
    ///   - decoder: decodes as the pipeline does, in the lake's currency, but must not refuse any message for a time in the
    ///     future: whether one was ahead of the clock when it was read can't be told any more.
    ///   - workers: how many threads read.
    ///   - roundSize: how many offsets are gone through at once; each takes less than four bits of memory.
    public init(
        log: any TransactionLog, lake: TransactionLake, decoder: TransactionDecoder, workers: Int,
        roundSize: Int64 = 1 << 26
    ) {
        self.log = log
        logScan = LogScan(log: log, decoder: decoder)
        lakeScan = LakeScan(lake: lake, decoder: decoder)
        self.workers = workers
        self.roundSize = roundSize
    }

    /// How many offsets there are to go through.
    ///
    /// - Parameter committed: the offsets that the lake should hold, by partition.
    /// - Throws: what the log throws.
    public func offsetCount(committed: [Int32: Range<Int64>]) throws -> Int64 {
        var findings = LogFindings()
        return try shared(committed, &findings).values.reduce(0) { $0 + Int64($1.count) }
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - committed: the offsets that the lake should hold, by partition.
    ///   - progress: is told how many more offsets of the log were read, on any thread; what it throws ends the audit.
    /// - Throws: what the log, the lake's files and `progress` throw.
    public func run(
        committed: [Int32: Range<Int64>], progress: @Sendable (Int64) throws -> Void = { _ in }
    ) throws -> LogFindings {
        var findings = LogFindings()
        var rest = try shared(committed, &findings).filter { !$0.value.isEmpty }
        var budget = blockLimit
        while !rest.isEmpty {
            let round = nextRound(of: &rest)
            try read(round, progress)
            for stretch in round { try compare(stretch, &budget, &findings) }
        }
        if findings.vanished > 0 {
            do {
                findings.isCompacted = try log.isCompacted()
            } catch let error as TransactionLogError {
                findings.compactionFailure = error.description
            }
        }
        return findings
    }

    /// The offsets that both sides can have, by partition.
    private func shared(
        _ committed: [Int32: Range<Int64>], _ findings: inout LogFindings
    ) throws -> [Int32: Range<Int64>] {
        let partitions = Set(try log.partitions())
        var shared: [Int32: Range<Int64>] = [:]
        for (partition, range) in committed.sorted(by: { $0.key < $1.key }) where !range.isEmpty {
            guard partitions.contains(partition) else {
                findings.absentPartitions.append(partition)
                continue
            }
            let offsets = try log.offsets(of: partition)
            findings.expired += max(0, min(offsets.lowerBound, range.upperBound) - range.lowerBound)
            let end = max(range.lowerBound, min(range.upperBound, offsets.upperBound))
            let start = min(end, max(range.lowerBound, offsets.lowerBound))
            if end < range.upperBound, offsets.upperBound < range.upperBound {
                findings.truncated.append((partition, max(end, offsets.upperBound)..<range.upperBound))
            }
            shared[partition] = start..<end
        }
        return shared
    }

    /// Takes the next offsets of every partition, as many as are gone through at once.
    private func nextRound(of rest: inout [Int32: Range<Int64>]) -> [Stretch] {
        let size = Int64(max(OffsetBits.blockSize, roundSize / Int64(rest.count)))
        return rest.sorted { $0.key < $1.key }.map { partition, range in
            let end = min(range.upperBound, range.lowerBound + size)
            rest[partition] = end < range.upperBound ? end..<range.upperBound : nil
            return Stretch(partition, range.lowerBound..<end)
        }
    }

    private func read(_ round: [Stretch], _ progress: @Sendable (Int64) throws -> Void) throws {
        let stretches = Dictionary(uniqueKeysWithValues: round.map { ($0.partition, $0) })
        let ranges = stretches.mapValues(\.range)
        let rejected = lakeScan.rejectedFiles(in: ranges)
        try Parallel.forEach(rejected, workers: workers) { file in
            try lakeScan.rejected(of: file, in: ranges) { row in
                guard lakeScan.mayBeJudgedByClock(row) else { return }
                stretches[row.partition]?.judgedByClock.withLock { _ = $0.insert(row.offset) }
            }
        }
        try Parallel.forEach(round, workers: workers) { try readLog($0, progress) }
        let inLog = stretches.mapValues { $0.log.current.present }
        try Parallel.forEach(lakeScan.transactionFiles(in: ranges), workers: workers) { file in
            try lakeScan.transactions(of: file, in: ranges) { batch in
                guard let stretch = stretches[batch.partition], let inLog = inLog[batch.partition] else { return }
                let digests = digester.digests(of: batch)
                let offsets = batch.offsets
                stretch.lake.withLock { lake in
                    for (offset, digest) in zip(offsets, digests) {
                        lake.add(offset, inLog.contains(offset) ? digest : nil)
                    }
                }
            }
        }
        try Parallel.forEach(rejected, workers: workers) { file in
            try lakeScan.rejected(of: file, in: ranges) { row in
                let digest = digester.digest(
                    ofRejectionAt: row.offset, reason: row.reason, payload: row.payload.rawSpan)
                let isInLog = inLog[row.partition]?.contains(row.offset) == true
                stretches[row.partition]?.lake.withLock { $0.add(row.offset, isInLog ? digest : nil) }
            }
        }
    }

    private func readLog(_ stretch: Stretch, _ progress: @Sendable (Int64) throws -> Void) throws {
        var content = OffsetContent(stretch.range)
        var position = stretch.range.lowerBound
        try logScan.read(
            stretch.partition, stretch.range, rejectingByClock: stretch.judgedByClock.current
        ) { batch, end in
            for (offset, digest) in zip(batch.offsets, digester.digests(of: batch)) { content.add(offset, digest) }
            for rejection in batch.rejections {
                content.add(
                    rejection.offset,
                    digester.digest(
                        ofRejectionAt: rejection.offset, reason: rejection.reason.rawValue,
                        payload: rejection.payload.rawSpan))
            }
            try progress(end - position)
            position = end
        }
        stretch.log.withLock { [content] in $0 = content }
        try progress(stretch.range.upperBound - position)
    }

    private func compare(_ stretch: Stretch, _ budget: inout Int, _ findings: inout LogFindings) throws {
        let log = stretch.log.current
        let lake = stretch.lake.current
        findings.messages += log.present.count
        findings.judgedByClock += stretch.judgedByClock.current.count
        for block in 0..<log.present.blockCount {
            let missing = log.present.missing(from: lake.present, inBlock: block)
            let vanished = lake.present.missing(from: log.present, inBlock: block)
            findings.missing += missing
            findings.vanished += vanished
            if missing + vanished > 0 {
                for offset in log.present.offsets(of: block) where stretch.range.contains(offset) {
                    let isInLog = log.present.contains(offset)
                    guard isInLog != lake.present.contains(offset) else { continue }
                    findings.note(offset, of: stretch.partition, isInLog: isInLog, limit: exampleLimit)
                }
            }
            guard log.sums[block] != lake.sums[block] else { continue }
            if budget > 0 {
                budget -= 1
                let offsets = log.present.offsets(of: block).clamped(to: stretch.range)
                let found = try differences(in: offsets, of: stretch)
                findings.differing += found.count
                findings.contentExamples += found.examples.prefix(exampleLimit - findings.contentExamples.count)
            } else if missing == 0 {
                findings.unexaminedBlocks += 1
            }
        }
    }

    private func differences(
        in offsets: Range<Int64>, of stretch: Stretch
    ) throws -> (count: Int64, examples: [String]) {
        var block = BlockComparison(stretch.partition, offsets, in: lakeScan.lake.currency)
        try logScan.read(
            stretch.partition, offsets, rejectingByClock: stretch.judgedByClock.current
        ) { batch, _ in block.addToLog(batch) }
        let ranges = [stretch.partition: offsets]
        for file in lakeScan.transactionFiles(in: ranges) {
            try lakeScan.transactions(of: file, in: ranges) { block.addToLake($0) }
        }
        for file in lakeScan.rejectedFiles(in: ranges) {
            try lakeScan.rejected(of: file, in: ranges) { block.addToLake($0) }
        }
        return block.differences(limit: exampleLimit)
    }
}
