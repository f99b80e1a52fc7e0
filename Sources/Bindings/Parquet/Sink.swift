internal import CParquet

/// Carries written bytes from the C layer to a closure, and the closure's error back past it.
final class Sink {
    private let write: (RawSpan) throws -> Void
    private var failure: (any Error)?

    init(_ write: @escaping (RawSpan) throws -> Void) {
        self.write = write
    }

    /// The C layer's handle on this sink, which must outlive it.
    var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    /// The function that the C layer calls with that handle.
    static let function: souk_parquet_sink = { context, bytes, count in
        guard let context = unsafe context else { return false }
        let sink = unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
        return unsafe sink.take(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        do {
            try unsafe write(bytes.bytes)
            return true
        } catch {
            failure = error
            return false
        }
    }

    /// Runs a function of the C layer that may write; the sink's own error comes before what the library makes of it.
    func attempt(_ activity: String, _ body: (inout souk_parquet_failure) -> Bool) throws {
        var failure = unsafe souk_parquet_failure()
        guard unsafe !body(&failure) else { return }
        let error = unsafe ParquetError(&failure, activity)
        throw self.failure ?? error
    }
}
