internal import System

/// A file that a log writes, with the faults that a test may want in it.
struct LogFile: ~Copyable {
    private let descriptor: FileDescriptor
    private let faults: (any FileFaults)?

    init(opening path: String, _ options: OpenOptions, faults: (any FileFaults)?) throws(SystemError) {
        descriptor = try FileDescriptor(opening: path, options)
        self.faults = faults
    }

    var path: String { descriptor.path }

    func write(_ bytes: RawSpan, at position: Int64) throws(SystemError) {
        if let fault = faults?.fault(in: .write(bytes: bytes.byteCount), path: path) {
            try descriptor.write(bytes.extracting(first: min(fault.writtenBytes, bytes.byteCount)), at: position)
            throw SystemError(fault.number, "writing", path)
        }
        try descriptor.write(bytes, at: position)
    }

    func write(_ bytes: [UInt8], at position: Int64) throws(SystemError) {
        try write(unsafe bytes.span.bytes, at: position)
    }

    func synchronize() throws(SystemError) {
        if let fault = faults?.fault(in: .synchronize, path: path) {
            throw SystemError(fault.number, "synchronizing", path)
        }
        try descriptor.synchronizeData()
    }

    /// As `synchronize`, together with other files.
    func join(_ group: inout SynchronizationGroup) throws(SystemError) {
        if let fault = faults?.fault(in: .synchronize, path: path) {
            throw SystemError(fault.number, "synchronizing", path)
        }
        group.add(descriptor)
    }

    func truncate(to size: Int64) throws(SystemError) {
        if let fault = faults?.fault(in: .truncate, path: path) {
            throw SystemError(fault.number, "truncating", path)
        }
        try descriptor.truncate(to: size)
    }

    func read(into buffer: inout [UInt8], _ part: Range<Int>, at position: Int64) throws(SystemError) -> Int {
        try descriptor.read(into: &buffer, part, at: position)
    }

    func lockExclusively() throws(SystemError) -> Bool {
        try descriptor.lockExclusively()
    }
}
