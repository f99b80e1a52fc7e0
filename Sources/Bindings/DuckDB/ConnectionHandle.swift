internal import CDuckDB
internal import Synchronization

/// The owner of a connection, shared by everything that still needs it.
///
/// `@unchecked Sendable`: another thread only calls `interrupt`, which sets `isInterrupted` and the library's own atomic flag;
/// all other use of the pointer goes through `DuckDBConnection`, which is not Sendable. The library itself serialises calls
/// by the connection's context lock.
@safe
final class ConnectionHandle: @unchecked Sendable {
    let pointer: duckdb_connection
    let isInterrupted = Atomic(false)

    init(taking pointer: duckdb_connection) {
        unsafe self.pointer = pointer
    }

    deinit {
        var pointer: duckdb_connection? = unsafe pointer
        unsafe duckdb_disconnect(&pointer)
    }

    func interrupt() {
        isInterrupted.store(true, ordering: .sequentiallyConsistent)
        unsafe duckdb_interrupt(pointer)
    }
}
