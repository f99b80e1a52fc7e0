import SparkConnect

extension SparkSession {
    /// A session as the address and the configuration want it: that of the address, if it names one, else a new one.
    ///
    /// - Throws: `CommandError` with exit code 10 if a file can't be read, `SparkError`.
    convenience init(_ address: SparkAddress, _ configuration: Configuration) throws {
        let address = try address.completed(by: configuration)
        try self.init(
            address, id: address.sessionID ?? Identities.uuid(),
            certificateAuthorities: configuration[.sparkCertificateAuthorities].path,
            patience: configuration[.sparkTimeout])
    }

    /// Ends the session on the server, unless the address names it: then it belongs to somebody else.
    func releaseIfOwn(_ console: Console) {
        guard address.sessionID == nil else { return }
        do {
            try release()
        } catch {
            console.say("the session was not ended, and ends by itself: \(error)", .debug)
        }
    }
}
