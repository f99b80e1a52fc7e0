internal import CSparkConnect

/// What Spark or the way to it could not do, and why.
public struct SparkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// The server could not be reached, or not any more, for as long as it was tried.
        case unreachable
        /// The server does not let us, or cannot be trusted.
        case unauthorized
        /// The time limit was over; what ran has been interrupted.
        case timedOut
        /// Somebody interrupted it.
        case interrupted
        /// The server has forgotten the session with its views, settings and queries, or was started anew.
        case sessionLost
        /// Spark refused or failed: see `errorClass`.
        case failed
        /// What came from the server makes no sense.
        case protocolViolation
        /// The server's Spark is too old for Souk.
        case unsupported
    }

    /// The kind of failure.
    public var code: Code
    /// What was being done, such as `running SQL on sc://localhost:15002`.
    public var activity: String
    /// Spark's message, or the connection's.
    public var message: String
    /// Spark's class of the error, such as `TABLE_OR_VIEW_NOT_FOUND`.
    public var errorClass: String?
    /// The SQL state, such as `42P01`.
    public var sqlState: String?
    /// The class of the exception in the server's virtual machine.
    public var exceptionClass: String?

    /// A failure.
    public init(
        _ code: Code, _ message: String, activity: String, errorClass: String? = nil, sqlState: String? = nil,
        exceptionClass: String? = nil
    ) {
        self.code = code
        self.message = message
        self.activity = activity
        self.errorClass = errorClass
        self.sqlState = sqlState
        self.exceptionClass = exceptionClass
    }

    /// Whether the same may succeed a little later, in the same session.
    public var isTransient: Bool { code == .unreachable || code == .timedOut }

    /// What failed and why, without the stack of the server's virtual machine.
    public var description: String {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: true)
        let words = lines.prefix { !$0.hasPrefix("\tat ") && $0 != "Driver stacktrace:" }.joined(separator: "\n")
        guard let sqlState, !words.contains(sqlState) else { return "\(activity): \(words)" }
        return "\(activity): \(words) (SQL state \(sqlState))"
    }

    /// Takes over a failure of the C layer and frees it.
    init(_ failure: inout souk_spark_failure, _ activity: String) {
        let number = unsafe failure.code
        let errorClass = unsafe failure.error_class.map { unsafe String(cString: $0) }
        let message = unsafe failure.message.map { unsafe String(cString: $0) } ?? ""
        self.init(
            Self.code(of: number, errorClass), Self.words(for: number) ?? message, activity: activity,
            errorClass: errorClass, sqlState: unsafe failure.sql_state.map { unsafe String(cString: $0) },
            exceptionClass: unsafe failure.exception_class.map { unsafe String(cString: $0) })
        unsafe souk_spark_failure_free(&failure)
    }

    /// What gRPC's status codes and Spark's classes mean to us.
    private static func code(of number: Int32, _ errorClass: String?) -> Code {
        if let errorClass {
            if errorClass.hasPrefix("INVALID_HANDLE.SESSION_") { return .sessionLost }
            if ["OPERATION_CANCELED", "SPARK_JOB_CANCELLED", "INVALID_HANDLE.OPERATION_ABANDONED"].contains(errorClass)
            {
                return .interrupted
            }
        }
        switch number {
        case 1: return .interrupted
        case 4: return .timedOut
        case 7, 16: return .unauthorized
        case 14: return .unreachable
        case 12, 15, Int32(souk_spark_malformed), Int32(souk_spark_exception): return .protocolViolation
        case Int32(souk_spark_session_lost): return .sessionLost
        default: return .failed
        }
    }

    /// What to say where gRPC's own words say less.
    private static func words(for number: Int32) -> String? {
        number == 4 ? "it did not end within its time limit" : nil
    }
}

/// Runs a function of the C layer and throws what it reports.
func attempt(_ activity: @autoclosure () -> String, _ body: (inout souk_spark_failure) -> Bool) throws(SparkError) {
    var failure = unsafe souk_spark_failure()
    guard unsafe !body(&failure) else { return }
    throw unsafe SparkError(&failure, activity())
}
