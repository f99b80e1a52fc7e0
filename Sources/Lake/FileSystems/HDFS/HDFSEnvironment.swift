/// What a lake on HDFS needs of the world besides the network: time that passes, chance, and who this process is.
public protocol HDFSEnvironment: Sendable {
    /// A clock that never goes back; its zero means nothing.
    func now() -> Duration

    /// The time of day, in microseconds since the epoch: the clock that local files are dated with.
    func wallMicroseconds() -> Int64

    /// Calls a function again and again on a thread of its own, until it answers false.
    func repeatedly(every interval: Duration, _ body: @escaping @Sendable () -> Bool)

    /// Blocks the thread.
    func pause(for duration: Duration)

    /// A number from 0 up to, not including, 1.
    func chance() -> Double

    /// This process, as others may recognize it.
    func currentProcess() -> ProcessIdentity

    /// Whether a process of this machine runs; nil if that can't be told from here.
    func isRunning(_ process: ProcessIdentity) -> Bool?
}
