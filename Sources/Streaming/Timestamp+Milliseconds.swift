internal import Commerce

extension Timestamp {
    /// Milliseconds since the epoch, as Delta's log counts time.
    var milliseconds: Int64 { microseconds / 1_000 }
}
