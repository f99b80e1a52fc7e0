internal import System

/// A segment that is open for reading.
struct SegmentReader: ~Copyable {
    let base: Int64
    private let file: FileDescriptor

    /// Opens a segment.
    ///
    /// - Returns: nil if it isn't there (any more).
    static func open(base: Int64, partition: Int32, directory: String) throws(TransactionLogError) -> SegmentReader? {
        do throws(SystemError) {
            return try SegmentReader(base: base, partition: partition, directory: directory)
        } catch {
            if error.number == .notFound { return nil }
            throw TransactionLogError(error, while: "reading partition \(partition)")
        }
    }

    private init(base: Int64, partition: Int32, directory: String) throws(SystemError) {
        self.base = base
        file = try FileDescriptor(opening: "\(directory)/\(SegmentFormat.name(base: base))")
    }

    var path: String { file.path }

    /// Checks that the file is the segment that its name says.
    func checkHeader(partition: Int32) throws(TransactionLogError) {
        var header = [UInt8](repeating: 0, count: SegmentFormat.headerBytes)
        let count = try read(into: &header, 0..<header.count, at: 0)
        guard count == header.count, header == SegmentFormat.header(partition: partition, base: base) else {
            throw TransactionLogError(
                .damaged,
                "\(path): the header at position 0, before offset \(base), is damaged; restore the log from a copy")
        }
    }

    /// The bytes of the file now.
    func size() throws(TransactionLogError) -> Int64 {
        do throws(SystemError) { return try file.attributes().size } catch {
            throw TransactionLogError(error, while: "reading \(path)")
        }
    }

    /// The noted record nearest before or at an offset.
    func start(for offset: Int64, directory: String) throws(TransactionLogError) -> (offset: Int64, position: Int) {
        let path = "\(directory)/\(SegmentFormat.name(base: base, extension: "index"))"
        do throws(SystemError) {
            return SegmentIndex(base: base, decoding: try Files.read(path)).start(for: offset)
        } catch {
            if error.number == .notFound { return SegmentIndex(base: base).start(for: offset) }
            throw TransactionLogError(error, while: "reading the index of \(self.path)")
        }
    }

    func fill(_ buffer: inout RecordBuffer, limit: Int64) throws(TransactionLogError) -> Bool {
        do throws(SystemError) {
            return try buffer.fill(limit: limit) { bytes, part, position throws(SystemError) in
                try file.read(into: &bytes, part, at: position)
            }
        } catch {
            throw TransactionLogError(error, while: "reading \(path)")
        }
    }

    private func read(into buffer: inout [UInt8], _ part: Range<Int>, at position: Int64) throws(TransactionLogError)
        -> Int
    {
        do throws(SystemError) { return try file.read(into: &buffer, part, at: position) } catch {
            throw TransactionLogError(error, while: "reading \(path)")
        }
    }
}
