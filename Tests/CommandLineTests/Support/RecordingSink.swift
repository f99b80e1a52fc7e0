import Synchronization

@testable import souk

/// Keeps what is written, in memory.
final class RecordingSink: ByteSink {
    private let bytes = Mutex<[UInt8]>([])
    private let failure: (any Error)?

    /// - Parameter failure: what every write throws.
    init(failure: (any Error)? = nil) {
        self.failure = failure
    }

    func write(_ bytes: [UInt8]) throws {
        if let failure { throw failure }
        self.bytes.withLock { $0 += bytes }
    }

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }
}
