internal import System

/// The right to be a log's only writer: a lock on the file `lock`, which names the process that has it.
struct WriterLock: ~Copyable {
    static let name = "lock"

    private let file: FileDescriptor

    /// Takes the lock.
    ///
    /// - Throws: `TransactionLogError` with code `.alreadyOpen` if somebody has it.
    init(of directory: String) throws(TransactionLogError) {
        let file = try TransactionLogError.wrap("locking the log \(directory)") { () throws(SystemError) in
            try FileDescriptor(opening: "\(directory)/\(Self.name)", [.write, .create])
        }
        let isTaken = try TransactionLogError.wrap("locking the log \(directory)") { () throws(SystemError) in
            try file.lockExclusively()
        }
        guard isTaken else { throw Self.refusal(directory) }
        try TransactionLogError.wrap("locking the log \(directory)") { () throws(SystemError) in
            try file.truncate(to: 0)
            try file.write(Array("\(CurrentProcess.identifier)\n".utf8), at: 0)
        }
        self.file = file
    }

    /// Gives the lock back.
    consuming func unlock() {
        do {
            try file.truncate(to: 0)
        } catch {
            // The number of the process is only for messages; the lock goes with the descriptor.
        }
    }

    private static func refusal(_ directory: String) -> TransactionLogError {
        let holder = (try? Files.read("\(directory)/\(name)")).flatMap { content in
            Int32(String(decoding: content, as: UTF8.self).prefix { $0.isNumber })
        }
        let who = holder.map { "process \($0)" } ?? "another process"
        return TransactionLogError(
            .alreadyOpen,
            "the log \(directory) is being written by \(who), and a log has one writer at a time; stop that one, "
                + "send the messages through it, or use another directory")
    }
}
