internal import System

extension EmbeddedLogFiles {
    static let layoutName = "log"

    /// Locks a log, creates it if it isn't there, and brings it into order after whatever ended its last writer.
    static func open(_ directory: String, creating layout: EmbeddedLogLayout?, faults: (any FileFaults)?)
        throws(TransactionLogError) -> EmbeddedLogFiles
    {
        let exists = try exists(in: directory)
        guard exists || layout != nil else { throw .noLog(directory) }
        if !exists {
            try TransactionLogError.wrap("creating the log \(directory)") { () throws(SystemError) in
                try Directories.create(directory)
            }
        }
        let lock = try WriterLock(of: directory)
        // Another process may have created it since.
        if let layout, try !Self.exists(in: directory) {
            try TransactionLogError.wrap("creating the log \(directory)") { () throws(SystemError) in
                try create(in: directory, layout)
            }
        }
        let present = try Self.layout(in: directory)
        let commitFile = try CommitFile(opening: directory, partitions: present.partitions, faults: faults)
        var partitions: [PartitionWriter] = []
        for (number, end) in commitFile.mark.ends.enumerated() {
            let partition = Int32(number)
            let segment = try SegmentRecovery(partition: partition, directory: directory, layout: present)
                .recover(from: end, faults: faults)
            partitions.append(
                PartitionWriter(
                    partition: partition, directory: PartitionWriter.directory(of: partition, in: directory),
                    segment: segment, directoryIsDirty: true, segmentBytes: present.segmentBytes, faults: faults))
        }
        var files = EmbeddedLogFiles(
            directory: directory, layout: present, partitions: partitions, commitFile: commitFile, lock: lock)
        try files.makeDurable()
        return files
    }

    private static func exists(in directory: String) throws(TransactionLogError) -> Bool {
        try TransactionLogError.wrap("opening the log \(directory)") { () throws(SystemError) in
            try Files.attributes(of: "\(directory)/\(layoutName)") != nil
        }
    }

    /// What was decided when a log was created.
    ///
    /// - Throws: `TransactionLogError` with code `.missing` if there is none.
    static func layout(in directory: String) throws(TransactionLogError) -> EmbeddedLogLayout {
        guard try exists(in: directory) else { throw .noLog(directory) }
        let path = "\(directory)/\(layoutName)"
        let content = try TransactionLogError.wrap("opening the log \(directory)") { () throws(SystemError) in
            try Files.read(path)
        }
        return try EmbeddedLogLayout(decoding: content, path: path)
    }

    // The description comes last: a log without it was never complete, and is created over what there is.
    private static func create(in directory: String, _ layout: EmbeddedLogLayout) throws(SystemError) {
        var ends: [CommitMark.End] = []
        for partition in 0..<layout.partitions {
            let path = PartitionWriter.directory(of: partition, in: directory)
            try Directories.create(path)
            let segment = try SegmentWriter(creating: 0, partition: partition, directory: path, faults: nil)
            try segment.synchronize()
            try Directories.synchronize(path)
            ends.append(CommitMark.End(offset: 0, segment: 0, length: segment.length))
        }
        try CommitFile.create(in: directory, mark: CommitMark(ends: ends))
        let description = try FileDescriptor(opening: "\(directory)/.\(layoutName)", [.write, .create, .truncate])
        try description.write(layout.encoded(), at: 0)
        try description.synchronize()
        try Files.rename(description.path, to: "\(directory)/\(layoutName)")
        try Directories.synchronize(directory)
    }
}

extension TransactionLogError {
    /// There is no log in a directory.
    static func noLog(_ directory: String) -> TransactionLogError {
        TransactionLogError(
            .missing, "there is no log in \(directory); check the path, or start what writes it first")
    }
}
