public import Commerce

/// Reads a lake's committed rows back in the order of the log, whatever files they lie in by now.
///
/// Needed only to rebuild a state file that was lost; how (SQL, say) is the composer's business.
public protocol TransactionHistory: Sendable {
    /// Hands over every committed transaction, by partition and then by offset, ascending.
    func replay(_ body: (_ partition: Int32, _ offset: Int64, _ transaction: Transaction) throws -> Void) throws
}
