internal import System

/// Finds the end of a partition when its log is opened for writing.
///
/// Up to the mark every record was acknowledged: one that can't be read is damage, and the log is not opened. Behind
/// the mark nothing was: good records are kept (a reader may have seen them, if the mark itself was lost in a power
/// failure), and from the first one that is not good on, everything is a torn write and is cut off. So no guess is
/// needed as to whether a bad record is damage or the trace of a crash.
struct SegmentRecovery {
    let partition: Int32
    let path: String
    let layout: EmbeddedLogLayout
    private let logDirectory: String

    init(partition: Int32, directory: String, layout: EmbeddedLogLayout) {
        self.partition = partition
        self.layout = layout
        logDirectory = directory
        path = PartitionWriter.directory(of: partition, in: directory)
    }

    /// The segment to go on with, cut behind its last good record; segments behind it are gone.
    func recover(from end: CommitMark.End, faults: (any FileFaults)?) throws(TransactionLogError) -> SegmentWriter {
        var last = try scanMarked(end)
        let bases = try wrap { () throws(SystemError) in try SegmentListing.bases(in: path) }
        for base in bases where base > end.segment {
            if base == last.offset, let next = try scan(base) {
                // The segment before is complete: it is durable before this one gets its first reader.
                try synchronize(last)
                last = next
            } else {
                try wrap { () throws(SystemError) in
                    try Files.remove("\(path)/\(SegmentFormat.name(base: base))")
                    try Files.remove("\(path)/\(SegmentFormat.name(base: base, extension: "index"))")
                }
            }
        }
        return try wrap { [last] () throws(SystemError) in
            try SegmentWriter(continuing: last, directory: path, faults: faults)
        }
    }

    private func scanMarked(_ end: CommitMark.End) throws(TransactionLogError) -> SegmentScan {
        let name = "\(path)/\(SegmentFormat.name(base: end.segment))"
        guard let scan = try scan(end.segment) else {
            throw TransactionLogError(
                .damaged, "\(name) is missing, or its header is damaged; restore the log from a copy")
        }
        guard scan.length >= end.length else {
            throw TransactionLogError(
                .damaged,
                "\(name): the record with offset \(scan.offset) at position \(scan.length) is damaged, and it was "
                    + "acknowledged (the log ends at offset \(end.offset)); restore the log from a copy")
        }
        guard scan.length > end.length || scan.offset == end.offset else {
            throw TransactionLogError(
                .damaged,
                "\(name) ends at offset \(scan.offset) and should end at \(end.offset); restore the log from a copy")
        }
        return scan
    }

    private func scan(_ base: Int64) throws(TransactionLogError) -> SegmentScan? {
        try wrap { () throws(SystemError) in
            try SegmentScan.run(
                path: "\(path)/\(SegmentFormat.name(base: base))", partition: partition, base: base,
                maximumRecordBytes: layout.maximumRecordBytes)
        }
    }

    private func synchronize(_ segment: SegmentScan) throws(TransactionLogError) {
        try wrap { () throws(SystemError) in
            let writer = try SegmentWriter(continuing: segment, directory: path, faults: nil)
            try writer.synchronize()
            writer.settle()
        }
    }

    private func wrap<Result>(_ body: () throws(SystemError) -> Result) throws(TransactionLogError) -> Result {
        try TransactionLogError.wrap("opening the log \(logDirectory)", body)
    }
}
