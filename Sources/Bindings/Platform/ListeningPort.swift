internal import CPlatform

/// Whether a port of this machine can be listened on.
public enum ListeningPort {
    /// Binds a socket to a numeric address for a moment, as a server would.
    ///
    /// - Throws: `PlatformError` with the number that the operating system refused it with.
    public static func probe(address: String, port: UInt16) throws(PlatformError) {
        let failure = unsafe souk_try_listen(address, port)
        guard failure == 0 else {
            throw PlatformError(
                "listening on \(address) port \(port)", number: failure < 0 ? souk_invalid_argument : failure)
        }
    }

    /// Whether a refusal means that another process listens there.
    public static func isTaken(_ error: PlatformError) -> Bool { error.number == souk_address_in_use }
}
