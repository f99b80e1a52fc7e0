internal import System

/// The segment of a partition that records are appended to. Used by one thread at a time.
final class SegmentWriter {
    let base: Int64
    private(set) var length: Int64
    private(set) var nextOffset: Int64
    private(set) var isDirty = false
    private let file: LogFile
    private let indexPath: String
    private var index: SegmentIndex
    private var settled: (length: Int64, nextOffset: Int64, entries: Int)
    private var entriesInFile: Int

    var path: String { file.path }

    /// Begins a new segment, replacing what may lie under its name from a write that was never acknowledged.
    init(creating base: Int64, partition: Int32, directory: String, faults: (any FileFaults)?) throws(SystemError) {
        self.base = base
        file = try LogFile(
            opening: "\(directory)/\(SegmentFormat.name(base: base))", [.write, .create, .truncate], faults: faults)
        indexPath = "\(directory)/\(SegmentFormat.name(base: base, extension: "index"))"
        try Files.remove(indexPath)
        index = SegmentIndex(base: base)
        entriesInFile = 0
        length = Int64(SegmentFormat.headerBytes)
        nextOffset = base
        settled = (length, nextOffset, 0)
        try file.write(SegmentFormat.header(partition: partition, base: base), at: 0)
        isDirty = true
    }

    /// Goes on with a segment behind its last good record; whatever stands behind that is cut off, and the index is
    /// written again.
    init(continuing scan: SegmentScan, directory: String, faults: (any FileFaults)?) throws(SystemError) {
        base = scan.index.base
        file = try LogFile(opening: "\(directory)/\(SegmentFormat.name(base: base))", .write, faults: faults)
        indexPath = "\(directory)/\(SegmentFormat.name(base: base, extension: "index"))"
        index = scan.index
        length = scan.length
        nextOffset = scan.offset
        settled = (length, nextOffset, index.count)
        entriesInFile = 0
        try file.truncate(to: length)
        try Files.remove(indexPath)
        isDirty = true
    }

    /// Writes records, as many as the segment has room for; the first always fits into an empty segment.
    ///
    /// - Returns: the index behind the last record that was written.
    func write(_ records: [UInt8], from start: Int, segmentBytes: Int) throws(SystemError) -> Int {
        let part = fitting(records, from: start, segmentBytes: segmentBytes)
        guard part.end > start else { return start }
        isDirty = true
        try file.write(unsafe records.span.bytes.extracting(start..<part.end), at: length)
        length += Int64(part.end - start)
        nextOffset += Int64(part.count)
        return part.end
    }

    private func fitting(_ records: [UInt8], from start: Int, segmentBytes: Int) -> (end: Int, count: Int) {
        let bytes = unsafe records.span.bytes
        let origin = Int(length) - start
        var end = start
        var count = 0
        while end < bytes.byteCount {
            let next = end + RecordFormat.recordBytes(in: bytes, at: end)
            let isFirst = origin + end == SegmentFormat.headerBytes
            guard origin + next <= segmentBytes || isFirst else { break }
            index.note(offset: nextOffset + Int64(count), position: origin + end)
            end = next
            count += 1
        }
        return (end, count)
    }

    /// Makes durable what was written.
    func synchronize() throws(SystemError) {
        var group = SynchronizationGroup()
        try join(&group)
        try group.synchronizeData()
    }

    /// Has what was written made durable together with other files.
    func join(_ group: inout SynchronizationGroup) throws(SystemError) {
        if isDirty { try file.join(&group) }
    }

    /// Takes what was written as acknowledged, and brings the index file up to date.
    func settle() {
        isDirty = false
        settled = (length, nextOffset, index.count)
        guard index.count > entriesInFile else { return }
        let start = entriesInFile * SegmentIndex.entryBytes
        do {
            let indexFile = try LogFile(opening: indexPath, [.write, .create], faults: nil)
            try indexFile.write(Array(index.bytes[start...]), at: Int64(start))
            entriesInFile = index.count
        } catch {
            // The index only saves readers time. The next commit tries again, and opening the log writes it anew.
        }
    }

    /// Takes back what was written since the last `settle`.
    func rollBack() throws(SystemError) {
        try file.truncate(to: settled.length)
        (length, nextOffset) = (settled.length, settled.nextOffset)
        index.truncate(to: settled.entries)
        isDirty = true
    }

    /// Removes the segment's files.
    func delete() throws(SystemError) {
        try Files.remove(path)
        try Files.remove(indexPath)
    }
}
