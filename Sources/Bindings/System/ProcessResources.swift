import CSystem

/// What this process has used up.
@safe
public struct ProcessResources: Sendable, Hashable {
    /// Processor time of all threads, in user mode and in the kernel, in seconds.
    public var processorSeconds: Double
    /// The most memory that was resident at once, in bytes.
    public var peakResidentBytes: Int64

    /// The state of affairs now.
    public static func current() -> ProcessResources {
        let usage = souk_resources()
        return ProcessResources(
            processorSeconds: usage.processor_seconds, peakResidentBytes: usage.peak_resident_bytes)
    }

    /// Makes the process give memory back as soon as it is not needed, at a small cost in speed. Called once, before any
    /// thread is started.
    public static func keepMemorySmall() { souk_limit_heap() }
}
