/// The right to stop whatever a connection is doing, from any thread; a signal handler's thread, say.
public struct DuckDBInterrupter: Sendable {
    let handle: ConnectionHandle

    /// Stops the running statement and refuses all later ones of the connection with the kind `.interrupted`.
    public func interrupt() {
        handle.interrupt()
    }
}
