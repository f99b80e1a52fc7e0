import CSystem

/// An open file, closed when it is gone.
///
/// Positioned reads and writes may be made from several threads at once. Interrupted calls are repeated.
///
/// ```swift
/// let file = try FileDescriptor(opening: "/data/x", [.write, .create])
/// try file.write(bytes, at: 0)
/// try file.synchronizeData()
/// try file.close()
/// ```
@safe
public struct FileDescriptor: ~Copyable, Sendable {
    /// The path it was opened by, for messages.
    public let path: String
    private let handle: DescriptorHandle
    private var descriptor: Int32 { handle.number }

    /// The descriptor's number, for calls of this module that take several files.
    var number: Int32 { handle.number }

    /// Opens a file.
    ///
    /// - Parameter permissions: of a file that is created, before the process's mask is applied.
    public init(
        opening path: String, _ options: OpenOptions = [], permissions: UInt32 = 0o644
    ) throws(SystemError) {
        self.path = path
        let number = try SystemError.check(
            unsafe souk_open(path, options.rawValue, permissions),
            options.contains(.exclusive) ? "creating" : "opening", path)
        handle = DescriptorHandle(owning: number)
    }

    /// Closes the file and says if that failed. Durability is `synchronize`'s business, not this call's.
    public consuming func close() throws(SystemError) {
        let path = path
        try SystemError.check(handle.close(), "closing", path)
    }

    /// Reads at a position of the file into a part of a buffer.
    ///
    /// - Parameter part: which bytes of the buffer to fill; they exist already.
    /// - Returns: how many bytes came: less than there is room for at the end of the file, and 0 behind it.
    public func read(into buffer: inout [UInt8], _ part: Range<Int>, at position: Int64) throws(SystemError) -> Int {
        precondition(part.lowerBound >= 0 && part.upperBound <= buffer.count)
        let descriptor = descriptor
        let result = unsafe buffer.withUnsafeMutableBytes { bytes in
            var total = 0
            while total < part.count {
                let start = unsafe bytes.baseAddress?.advanced(by: part.lowerBound + total)
                let count = unsafe souk_read_at(descriptor, start, part.count - total, position + Int64(total))
                guard count > 0 else { return count < 0 ? Int(count) : total }
                total += Int(count)
            }
            return total
        }
        return try SystemError.check(result, "reading", path)
    }

    /// Reads from the present position of a pipe or a file into a part of a buffer, waiting for at least one byte.
    ///
    /// - Returns: how many bytes came; 0 at the end.
    public func readNext(into buffer: inout [UInt8], _ part: Range<Int>) throws(SystemError) -> Int {
        precondition(part.lowerBound >= 0 && part.upperBound <= buffer.count)
        let descriptor = descriptor
        let result = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe souk_read(descriptor, bytes.baseAddress?.advanced(by: part.lowerBound), part.count)
        }
        return Int(try SystemError.check(result, "reading", path))
    }

    /// Writes all bytes at the present position (with `.append`, at the end).
    public func write(_ bytes: RawSpan) throws(SystemError) {
        let result = unsafe bytes.withUnsafeBytes { bytes in
            unsafe souk_write_all(descriptor, bytes.baseAddress, bytes.count)
        }
        try SystemError.check(result, "writing", path)
    }

    /// Writes all bytes of two buffers, one behind the other, with one call where the system takes it.
    public func write(_ first: RawSpan, followedBy second: RawSpan) throws(SystemError) {
        let result = unsafe first.withUnsafeBytes { first in
            unsafe second.withUnsafeBytes { second in
                unsafe souk_write_pair(descriptor, first.baseAddress, first.count, second.baseAddress, second.count)
            }
        }
        try SystemError.check(result, "writing", path)
    }

    /// Writes all bytes at a position.
    public func write(_ bytes: RawSpan, at position: Int64) throws(SystemError) {
        let result = unsafe bytes.withUnsafeBytes { bytes in
            unsafe souk_write_all_at(descriptor, bytes.baseAddress, bytes.count, position)
        }
        try SystemError.check(result, "writing", path)
    }

    /// Writes all bytes of an array at the present position.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        try write(unsafe bytes.span.bytes)
    }

    /// Writes all bytes of an array at a position.
    public func write(_ bytes: [UInt8], at position: Int64) throws(SystemError) {
        try write(unsafe bytes.span.bytes, at: position)
    }

    /// Makes content and metadata durable. After a failure nothing written since the last success may be trusted.
    public func synchronize() throws(SystemError) {
        try SystemError.check(souk_synchronize(descriptor), "synchronizing", path)
    }

    /// Makes the content durable, with what is needed to find it (the size). As for `synchronize`, a failure is final.
    public func synchronizeData() throws(SystemError) {
        try SystemError.check(souk_synchronize_data(descriptor), "synchronizing", path)
    }

    /// Cuts the file to a size, or extends it with zeros.
    public func truncate(to size: Int64) throws(SystemError) {
        try SystemError.check(souk_truncate(descriptor, size), "truncating", path)
    }

    /// What the system knows about the file.
    public func attributes() throws(SystemError) -> FileAttributes {
        var status = souk_file_status()
        try SystemError.check(unsafe souk_status_of_descriptor(descriptor, &status), "inspecting", path)
        return FileAttributes(status)
    }

    /// Takes the exclusive lock on the file (`flock`) without waiting. It goes with the descriptor, or the process.
    ///
    /// - Returns: false if another descriptor, of this process or another one, has it.
    public func lockExclusively() throws(SystemError) -> Bool {
        let result = souk_lock(descriptor)
        if result == -ErrorNumber.wouldBlock.rawValue { return false }
        try SystemError.check(result, "locking", path)
        return true
    }
}
