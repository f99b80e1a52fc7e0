internal import Commerce

/// Why a job on Spark can't start or go on; errors of Spark itself, of the log and of the lake are passed on as they are.
public struct SparkJobError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// Spark's checkpoint of a query is not as Spark writes it.
        case checkpointDamaged
        /// What Spark answered is not what it was asked for.
        case unexpectedAnswer
        /// A streaming query fails whenever it is started.
        case queryFailed
        /// What Spark did and what Souk accounted for do not agree.
        case inconsistent
        /// The end was asked for, and Spark could not be reached to bring it about.
        case notHandedOver
    }

    /// The kind of failure.
    public var code: Code
    /// What failed, where, why, and what to do next.
    public var description: String

    /// A failure of a job.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Makes sure that an event time from the lake is one that Souk's rules let pass, so that it can be reckoned with.
    ///
    /// - Parameter owner: whose time it is, with its place.
    /// - Throws: code `.inconsistent`.
    static func checkEventTime(_ microseconds: Int64, of owner: @autoclosure () -> String) throws {
        guard !Timestamp.acceptedMicroseconds.contains(microseconds) else { return }
        throw SparkJobError(
            .inconsistent,
            "\(owner()) in the lake was made \(microseconds) µs after 1970, which no accepted one is: another writer has been "
                + "there. Find it, and verify the lake.")
    }
}
