internal import System

/// An open file of the operating system.
final class SystemFile: DiskFile {
    private var descriptor: FileDescriptor?

    init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = consume descriptor
    }

    func write(_ bytes: RawSpan) throws {
        precondition(descriptor != nil, "a closed file is written")
        try descriptor?.write(bytes)
    }

    func synchronize() throws {
        precondition(descriptor != nil, "a closed file is synchronized")
        try descriptor?.synchronize()
    }

    func close() throws {
        try descriptor.take()?.close()
    }
}
