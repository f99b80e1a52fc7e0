internal import CSparkConnect

/// The owner of a connection and its session.
///
/// `@unchecked Sendable`: the C layer's client may be used by many threads at once; what changes in it is behind its lock.
@safe
final class Client: @unchecked Sendable {
    let handle: OpaquePointer
    /// Where it goes, for messages.
    let place: String

    init(
        _ address: SparkAddress, session: String, authorities: String?, patience: Duration
    ) throws(SparkError) {
        place = address.description
        var made: OpaquePointer?
        try unsafe attempt("connecting to \(address)") { failure in
            unsafe made = Self.make(address, session, authorities, patience, &failure)
            return unsafe made != nil
        }
        guard let made = unsafe made else { preconditionFailure("a client was made without a handle") }
        unsafe handle = made
        for (name, value) in address.headers { unsafe souk_spark_client_add_header(handle, name, value) }
        if let token = address.token { unsafe souk_spark_client_add_header(handle, "authorization", "Bearer \(token)") }
    }

    deinit {
        unsafe souk_spark_client_free(handle)
    }

    private static func make(
        _ address: SparkAddress, _ session: String, _ authorities: String?, _ patience: Duration,
        _ failure: inout souk_spark_failure
    ) -> OpaquePointer? {
        unsafe "dns:///\(address.target)".withCString { target in
            unsafe session.withCString { session in
                unsafe (address.userID ?? "souk").withCString { user in
                    unsafe (address.userAgent ?? "souk").withCString { agent in
                        func make(_ authorities: UnsafePointer<CChar>?) -> OpaquePointer? {
                            var settings = unsafe souk_spark_settings(
                                target: target, session: session, user: user, agent: agent, uses_tls: address.usesTLS,
                                authorities: authorities, patience_milliseconds: patience.milliseconds)
                            return unsafe souk_spark_client_new(&settings, &failure)
                        }
                        guard let authorities else { return unsafe make(nil) }
                        return unsafe authorities.withCString { unsafe make($0) }
                    }
                }
            }
        }
    }

    /// Runs a function of the C layer that answers a text.
    func text(
        _ activity: String, _ body: (inout UnsafeMutablePointer<CChar>?, inout souk_spark_failure) -> Bool
    ) throws(SparkError) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        try unsafe attempt("\(activity) on \(place)") { unsafe body(&text, &$0) }
        defer { unsafe souk_spark_text_free(text) }
        return unsafe text.map { unsafe String(cString: $0) }
    }
}

extension Duration {
    /// The whole milliseconds of it, at least 0.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000)
        return overflows
            ? (seconds < 0 ? 0 : Int64.max / 1_000_000_000) : max(0, whole + attoseconds / 1_000_000_000_000_000)
    }
}
