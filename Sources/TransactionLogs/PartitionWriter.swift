internal import System

/// Appends to one partition: fills segments and begins new ones. Used by one thread at a time.
final class PartitionWriter {
    let partition: Int32
    let directory: String
    private let segmentBytes: Int
    private let faults: (any FileFaults)?
    private var segment: SegmentWriter
    /// Segments that were filled since the last `settle`, oldest first.
    private var filled: [SegmentWriter] = []
    private var directoryIsDirty: Bool

    /// Takes over the segment that records are appended to.
    init(
        partition: Int32, directory: String, segment: SegmentWriter, directoryIsDirty: Bool, segmentBytes: Int,
        faults: (any FileFaults)?
    ) {
        self.partition = partition
        self.directory = directory
        self.segment = segment
        self.directoryIsDirty = directoryIsDirty
        self.segmentBytes = segmentBytes
        self.faults = faults
    }

    /// The directory of a partition in a log's directory.
    static func directory(of partition: Int32, in directory: String) -> String { "\(directory)/partition-\(partition)" }

    /// Where the partition ends, counting what is not yet acknowledged.
    var end: CommitMark.End {
        CommitMark.End(offset: segment.nextOffset, segment: segment.base, length: segment.length)
    }

    /// Writes records behind the last one.
    func write(_ records: [UInt8]) throws(SystemError) {
        var start = 0
        while start < records.count {
            start = try segment.write(records, from: start, segmentBytes: segmentBytes)
            if start < records.count { try beginSegment() }
        }
    }

    private func beginSegment() throws(SystemError) {
        let base = segment.nextOffset
        do throws(SystemError) {
            let next = try SegmentWriter(creating: base, partition: partition, directory: directory, faults: faults)
            filled.append(segment)
            segment = next
            directoryIsDirty = true
        } catch {
            try Files.remove("\(directory)/\(SegmentFormat.name(base: base))")
            throw error
        }
    }

    /// Has the records that were written made durable together with other files.
    func join(_ group: inout SynchronizationGroup) throws(SystemError) {
        for segment in filled { try segment.join(&group) }
        try segment.join(&group)
    }

    /// Makes the names of new segments durable.
    func synchronizeDirectory() throws(SystemError) {
        guard directoryIsDirty else { return }
        try Directories.synchronize(directory)
        directoryIsDirty = false
    }

    /// Takes what was written as acknowledged.
    func settle() {
        for segment in filled { segment.settle() }
        filled.removeAll()
        segment.settle()
    }

    /// Takes back what was written since the last `settle`.
    func rollBack() throws(SystemError) {
        if let first = filled.first {
            try segment.delete()
            for later in filled.dropFirst().reversed() { try later.delete() }
            segment = first
            filled.removeAll()
        }
        try segment.rollBack()
        directoryIsDirty = true
    }
}
