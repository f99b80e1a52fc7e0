internal import CSparkConnect

/// A session on a Spark Connect server: its settings, views and streaming queries. It may be used from any thread; each call
/// blocks its own.
///
/// While the server cannot be reached, calls are tried again for `patience`. A statement whose connection is cut goes on
/// where it was, and nothing runs twice. If the server forgets the session, calls throw `SparkError` with the code
/// `.sessionLost`: then a new session has to be made.
///
/// ```swift
/// let session = try SparkSession(SparkAddress("sc://localhost"), id: id, certificateAuthorities: nil)
/// let rows = try session.query("SELECT 1", tag: nil, timeout: .seconds(10)).rows()
/// ```
public final class SparkSession: Sendable {
    /// How long calls that start no work wait for their answer.
    public static let answerTimeout = Duration.seconds(60)
    /// How long starting and stopping a streaming query may take.
    public static let streamTimeout = Duration.seconds(180)

    /// The session's identifier, a UUID.
    public let id: String
    /// The server's address.
    public let address: SparkAddress

    let client: Client

    /// A session; nothing is sent before it is used, and the server makes it when it first hears of it.
    ///
    /// - Parameters:
    ///   - id: a UUID. Whoever knows it takes the session up again, as long as the server keeps it.
    ///   - certificateAuthorities: a file of certificates (PEM) that are trusted instead of the system's.
    ///   - patience: how long calls are tried again while the server cannot be reached.
    /// - Throws: `SparkError` if the identifier is no UUID or is not the address's, or the file cannot be read.
    public init(
        _ address: SparkAddress, id: String, certificateAuthorities: String?, patience: Duration = .seconds(30)
    ) throws(SparkError) {
        let activity = "opening a session on \(address)"
        guard Self.isUUID(id) else {
            throw SparkError(.failed, "the session's identifier is no UUID: \(id)", activity: activity)
        }
        if let named = address.sessionID, named.lowercased() != id.lowercased() {
            throw SparkError(
                .failed, "the address asks for session \(named), and not for \(id)", activity: activity)
        }
        self.id = id
        self.address = address
        client = try Client(address, session: id, authorities: certificateAuthorities, patience: patience)
    }

    static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit } }
    }

    /// The version of Spark, such as `4.2.0`.
    ///
    /// - Throws: `SparkError`, with code `.unsupported` for a version that does not understand Souk's requests.
    public func version(timeout: Duration) throws(SparkError) -> String {
        let text = try unsafe client.text("asking for Spark's version") {
            unsafe souk_spark_client_version(client.handle, timeout.milliseconds, &$0, &$1)
        }
        guard let text, !text.isEmpty else {
            throw SparkError(
                .protocolViolation, "no version came", activity: "asking for Spark's version on \(address)")
        }
        return try Self.supported(text, on: address)
    }

    /// The version, if Souk can work with it. Before 4.0 the protocol's `SqlCommand` had no `input`, and SQL no `is_valid_utf8`.
    /// What is not written as Spark's versions are is tried.
    static func supported(_ version: String, on address: SparkAddress) throws(SparkError) -> String {
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }), major < 4 else { return version }
        throw SparkError(
            .unsupported,
            "Spark \(version) is too old: Souk needs 4.0 or newer. Upgrade the server, or name another one.",
            activity: "opening a session on \(address)")
    }

    /// Sets properties of the session, all or none.
    public func configure(_ settings: [(key: String, value: String)]) throws(SparkError) {
        let configuration = unsafe souk_spark_configuration_new()
        defer { unsafe souk_spark_configuration_free(configuration) }
        for (key, value) in settings { unsafe souk_spark_configuration_add(configuration, key, value) }
        try unsafe attempt("configuring the session on \(address)") {
            unsafe souk_spark_client_configure(client.handle, configuration, Self.answerTimeout.milliseconds, &$0)
        }
    }

    /// A property of the session; nil if it is not set and has no default.
    public func configuration(_ key: String) throws(SparkError) -> String? {
        try unsafe client.text("asking for the property \(key)") {
            unsafe souk_spark_client_configuration(client.handle, key, Self.answerTimeout.milliseconds, &$0, &$1)
        }
    }

    /// Interrupts all that runs in the session; streaming queries go on.
    public func interruptAll() throws(SparkError) {
        try unsafe attempt("interrupting all work on \(address)") {
            unsafe souk_spark_client_interrupt(client.handle, nil, Self.answerTimeout.milliseconds, &$0)
        }
    }

    /// Interrupts what runs under a tag. Spark loses an interrupt that comes in the first moment of a statement, before its
    /// first job; dropping the result does not have that weakness.
    public func interrupt(tag: String) throws(SparkError) {
        try unsafe attempt("interrupting \(tag) on \(address)") {
            unsafe souk_spark_client_interrupt(client.handle, tag, Self.answerTimeout.milliseconds, &$0)
        }
    }

    /// Ends the session on the server, with its streaming queries.
    public func release() throws(SparkError) {
        try unsafe attempt("ending the session on \(address)") {
            unsafe souk_spark_client_release(client.handle, Self.answerTimeout.milliseconds, &$0)
        }
    }
}
