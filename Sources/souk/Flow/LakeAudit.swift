import Analysis
import Lake
import Streaming
import System
import TransactionLogs

/// The part of `souk verify` that looks at files and at the log.
struct LakeAudit {
    /// Files younger than this may belong to a commit that is being made.
    private static let grace: Int64 = 60_000_000

    private static let filesIntact = "files_intact"

    let reading: LakeReading
    /// The lake's last commit; nil if there is none yet.
    let last: CommitRecord?
    let log: (any TransactionLog)?

    /// Whether the tables' files are there, whole, and no others.
    ///
    /// - Parameter readsBytes: whether all bytes are read and held against their checksums; otherwise the sizes are, which
    ///   needs no more than the directories' listings.
    func files(readsBytes: Bool) throws -> [VerificationResult.Check] {
        let tables = [reading.lake.transactions, reading.lake.windows, reading.lake.rejected]
        var damaged: [String] = []
        var orphans: [String] = []
        var count = 0
        var foreign = 0
        let youngest = SystemClock.wallMicroseconds() - Self.grace
        for table in tables {
            let listed = readsBytes ? nil : try table.listedSizes()
            for file in table.snapshot.sortedFiles {
                count += 1
                if let damage = try listed.map({ table.damage(of: file, listed: $0) }) ?? table.damage(of: file) {
                    damaged.append("\(table.directory)/\(file.path): \(Self.words(for: damage, to: file))")
                }
            }
            for file in try table.orphans().dataFiles where file.modified < youngest {
                if PipelineFile.isOurs(file.name) {
                    orphans.append("\(table.directory)/\(file.name)")
                } else {
                    foreign += 1
                }
            }
        }
        return [
            VerificationResult.Check(
                name: Self.filesIntact, passed: damaged.isEmpty,
                detail: "\(count) data files, \(damaged.count) missing or damaged", examples: Array(damaged.prefix(10))),
            VerificationResult.Check(
                name: "files_known", passed: orphans.isEmpty,
                detail: orphans.isEmpty
                    ? "no file of a pipeline that no commit names, \(foreign) of others"
                    : "\(orphans.count) files that no commit names; the next `souk run` removes what a killed one left",
                examples: Array(orphans.prefix(10))),
        ]
    }

    /// Whether the findings say that files are missing or damaged.
    static func isDamaged(_ checks: [VerificationResult.Check]) -> Bool {
        checks.contains { $0.name == filesIntact && !$0.passed }
    }

    private static func words(for damage: DeltaTable.Damage, to file: AddFile) -> String {
        switch damage {
        case .missing: "missing"
        case .wrongSize(let size): "\(size) bytes, committed were \(file.size)"
        case .wrongChecksum: "not the bytes that were committed"
        }
    }

    private static func identity(of log: any TransactionLog, _ remembered: LogIdentity) -> VerificationResult.Check {
        let (passed, detail) =
            switch log.identity.relation(to: remembered) {
            case .same, .adopted, .unconfirmed: (true, "the lake was fed by \(remembered), the log is \(log.identity)")
            case .recreated(let former, let found):
                (
                    false,
                    "the lake was fed by \(remembered), which was deleted and created again since: its id was \(former) and is "
                        + "\(found) now"
                )
            case .other: (false, "the lake was fed by \(remembered), the log is \(log.identity)")
            }
        return VerificationResult.Check(name: "log_identity", passed: passed, detail: detail)
    }

    /// Whether the lake is that of the log, and does not hold more than it.
    func comparison() throws -> [VerificationResult.Check] {
        guard let log else { return [] }
        var checks: [VerificationResult.Check] = []
        if let last {
            checks.append(Self.identity(of: log, last.logIdentity))
        }
        var beyond: [String] = []
        var unread: Int64 = 0
        for partition in try log.partitions() {
            let end = try log.offsets(of: partition).upperBound
            let next = last?.nextOffsets[String(partition)] ?? 0
            unread += max(0, end - next)
            if next > end { beyond.append("partition \(partition): the lake is at \(next), the log ends at \(end)") }
        }
        checks.append(
            VerificationResult.Check(
                name: "log_offsets", passed: beyond.isEmpty,
                detail: beyond.isEmpty
                    ? "the lake holds nothing that the log does not; \(unread) messages of the log are not in it yet"
                    : "the lake is ahead of the log",
                examples: beyond))
        return checks
    }
}
