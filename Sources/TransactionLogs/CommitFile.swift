internal import System

/// The writer's side of the file `committed`.
struct CommitFile: ~Copyable {
    static let name = "committed"

    private let file: LogFile
    private var slot: Int
    private(set) var mark: CommitMark

    /// Creates the file for a log without records.
    static func create(in directory: String, mark: CommitMark) throws(SystemError) {
        let file = try FileDescriptor(opening: "\(directory)/\(name)", [.write, .create, .truncate])
        let slot = mark.encoded()
        try file.write(slot + slot, at: 0)
        try file.synchronize()
    }

    /// Opens the file at its newest mark.
    init(opening directory: String, partitions: Int32, faults: (any FileFaults)?) throws(TransactionLogError) {
        let path = "\(directory)/\(Self.name)"
        let content = try TransactionLogError.wrap("opening the log \(directory)") { () throws(SystemError) in
            try Files.read(path)
        }
        guard let newest = CommitMark.newest(in: content, partitions: partitions) else {
            throw .damagedMark(path)
        }
        file = try TransactionLogError.wrap("opening the log \(directory)") { () throws(SystemError) in
            try LogFile(opening: path, .write, faults: faults)
        }
        mark = newest.mark
        slot = newest.olderSlot
    }

    /// Writes a mark over the older one and makes it durable.
    mutating func write(_ mark: CommitMark) throws(SystemError) {
        let bytes = mark.encoded()
        try file.write(bytes, at: Int64(slot * bytes.count))
        try file.synchronize()
        self.mark = mark
        slot = 1 - slot
    }
}

extension TransactionLogError {
    /// Neither place of a log's mark is intact.
    static func damagedMark(_ path: String) -> TransactionLogError {
        TransactionLogError(
            .damaged, "\(path) is damaged: it no longer says where the log ends; restore the log from a copy")
    }
}
