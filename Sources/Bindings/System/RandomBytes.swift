import CSystem

/// Unpredictable bytes from the system, for identities and tokens. Everything else is drawn from a seed.
@safe
public enum RandomBytes {
    /// Draws bytes.
    public static func draw(_ count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try SystemError.check(
            unsafe bytes.withUnsafeMutableBytes { unsafe souk_random($0.baseAddress, $0.count) },
            "drawing random bytes")
        return bytes
    }
}
