/// Something that goes wrong between a lake and a simulated HDFS.
public struct HDFSFault: Sendable, Hashable {
    /// What happens to the request.
    public enum Kind: Sendable, Hashable {
        /// Nobody listens.
        case noConnection
        /// The connection breaks before the server acts.
        case lostRequest
        /// The server acts, and the connection breaks before the answer is there.
        case lostAnswer
        /// Nothing comes for too long; the server acts when `SimulatedHDFS.deliverDelayed` is called.
        case delayed
        /// The connection breaks in the middle of a file, in either direction.
        case halfway
        /// The answer is half of what it should be, without a sign of that: nobody said how long it is.
        case cutShort
        /// The server answers this.
        case answer(status: Int, exception: String, message: String)
    }

    /// What happens.
    public var kind: Kind
    /// The operation it happens to, such as `RENAME`. A DataNode's are called `DATA CREATE` and `DATA OPEN`. Empty: any.
    public var operation: String
    /// What the request's address has to contain.
    public var containing: String
    /// How many requests are spared before.
    public var skipping: Int
    /// How many requests it happens to.
    public var times: Int

    /// A fault.
    public init(_ kind: Kind, _ operation: String = "", containing: String = "", skipping: Int = 0, times: Int = 1) {
        self.kind = kind
        self.operation = operation
        self.containing = containing
        self.skipping = skipping
        self.times = times
    }
}
