internal import Foundation
internal import System

/// The machine's own clock, chance and processes.
public struct SystemEnvironment: HDFSEnvironment {
    /// The machine.
    public init() {}

    /// A clock that never goes back.
    public func now() -> Duration { .nanoseconds(SystemClock.monotonicNanoseconds()) }

    /// The time of day, in microseconds since the epoch.
    public func wallMicroseconds() -> Int64 { SystemClock.wallMicroseconds() }

    /// Calls a function again and again on a thread of its own, until it answers false.
    public func repeatedly(every interval: Duration, _ body: @escaping @Sendable () -> Bool) {
        Thread.detachNewThread {
            repeat { SystemClock.sleep(interval) } while body()
        }
    }

    /// Blocks the thread.
    public func pause(for duration: Duration) { SystemClock.sleep(duration) }

    /// A number from 0 up to 1.
    public func chance() -> Double { .random(in: 0..<1) }

    /// This process.
    public func currentProcess() -> ProcessIdentity {
        let number = CurrentProcess.identifier
        return ProcessIdentity(
            host: Self.text("/proc/sys/kernel/hostname") ?? "this host", machine: Self.machine, process: number,
            started: Self.startTime(of: number) ?? "")
    }

    /// Whether a process of this machine runs: one of the same number and the same start.
    public func isRunning(_ process: ProcessIdentity) -> Bool? {
        guard !process.machine.isEmpty, !process.started.isEmpty, process.machine == Self.machine else { return nil }
        return Self.startTime(of: process.process) == process.started
    }

    /// The kernel's boot and the name space of process numbers: only within both does a number mean the same process.
    private static var machine: String {
        guard let boot = text("/proc/sys/kernel/random/boot_id"),
            let space = try? Files.linkTarget(of: "/proc/self/ns/pid")
        else { return "" }
        return "\(boot) \(space)"
    }

    /// The 22nd field of `/proc/PID/stat` (proc(5)); the second may hold spaces and brackets, and ends with the last one.
    private static func startTime(of process: Int32) -> String? {
        guard let stat = text("/proc/\(process)/stat"), let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[bracket...].split(separator: " ")
        // A zombie holds nothing any more.
        guard fields.count > 20, fields[1] != "Z" else { return nil }
        return String(fields[20])
    }

    private static func text(_ path: String) -> String? {
        guard let bytes = try? Files.read(path) else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}
