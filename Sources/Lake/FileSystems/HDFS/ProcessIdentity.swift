/// A process that holds, or held, the right to write a lake.
public struct ProcessIdentity: Codable, Sendable, Hashable, CustomStringConvertible {
    /// The host's name, for people.
    public var host: String
    /// What tells machines, their boots and the name spaces of processes in them apart; empty if the system does not say.
    public var machine: String
    /// The process's number.
    public var process: Int32
    /// When the process was started, in the machine's own units; empty if the system does not say.
    public var started: String

    /// A process.
    public init(host: String, machine: String, process: Int32, started: String) {
        self.host = host
        self.machine = machine
        self.process = process
        self.started = started
    }

    /// The process in words.
    public var description: String { "process \(process) on \(host)" }
}
