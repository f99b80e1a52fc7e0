public import Lake

/// A process on a simulated machine, as a lake on HDFS sees the world from there.
public struct SimulatedMachine: HDFSEnvironment {
    private let world: SimulatedWorld
    private let process: ProcessIdentity

    /// A process on a machine.
    ///
    /// - Parameters:
    ///   - host: the machine.
    ///   - process: its number.
    public init(_ world: SimulatedWorld, host: String = "here", process: Int32 = 1) {
        self.world = world
        self.process = ProcessIdentity(host: host, machine: "machine \(host)", process: process, started: "7")
    }

    /// The present moment.
    public func now() -> Duration { world.now }

    /// The time of day.
    public func wallMicroseconds() -> Int64 { 1_767_225_600_000_000 + world.now.components.seconds * 1_000_000 }

    /// Lets time pass.
    public func pause(for duration: Duration) { world.pass(duration) }

    /// A number from the world's seed.
    public func chance() -> Double { world.chance() }

    /// This process.
    public func currentProcess() -> ProcessIdentity { process }

    /// Whether a process of this machine runs.
    public func isRunning(_ process: ProcessIdentity) -> Bool? {
        process.machine == self.process.machine ? world.isRunning(process) : nil
    }

    /// Calls a function again and again as time passes.
    public func repeatedly(every interval: Duration, _ body: @escaping @Sendable () -> Bool) {
        world.add(process, every: interval, body)
    }
}
