internal import System

/// What a test lets go wrong with a log's files. The real thing is nil.
protocol FileFaults: Sendable {
    /// Asked before each operation; answers how it fails, or nil if it is to be done.
    func fault(in operation: FileOperation, path: String) -> FileFault?
}

/// An operation on a file that may fail.
enum FileOperation: Sendable, Hashable {
    case write(bytes: Int)
    case synchronize
    case truncate
}

/// A failure that a test wants to see.
struct FileFault: Sendable {
    var number: ErrorNumber
    /// How many bytes of a write reach the file all the same.
    var writtenBytes = 0
}
