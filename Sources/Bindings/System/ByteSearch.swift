import CSystem

/// Finds bytes as fast as the C library does.
@safe
public enum ByteSearch {
    /// The index of the first such byte at or behind `start`; nil if there is none.
    public static func firstIndex(of byte: UInt8, in bytes: RawSpan, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= bytes.byteCount)
        let distance = unsafe bytes.withUnsafeBytes { bytes in
            unsafe souk_find_byte(bytes.baseAddress?.advanced(by: start), bytes.count - start, byte)
        }
        return distance < 0 ? nil : start + Int(distance)
    }
}
