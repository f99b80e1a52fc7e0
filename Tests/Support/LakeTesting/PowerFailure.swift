/// What every call to a simulated disk throws between a crash and the reboot.
public struct PowerFailure: Error, Sendable, Hashable {}
