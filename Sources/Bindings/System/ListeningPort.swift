import CSystem

/// Whether a port of this machine can be listened on.
public enum ListeningPort {
    /// Binds a socket to a numeric address for a moment, as a server would.
    ///
    /// - Throws: `SystemError`, with number `.addressInUse` if another process listens there and `.invalidArgument` if the
    ///   address is not a numeric one.
    public static func probe(address: String, port: UInt16) throws(SystemError) {
        try SystemError.check(unsafe souk_try_listen(address, port), "listening on \(address) port \(port)")
    }
}
