/// Writes text into memory that its caller lends: the simulator's hottest loop, hence with pointers.
///
/// Every write checks the room that is left.
@unsafe
struct TextCursor {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ memory: UnsafeMutableRawBufferPointer) {
        unsafe self.memory = memory
    }

    var written: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    @inline(__always)
    mutating func put(_ fragments: FragmentTable, _ index: Int) {
        let range = fragments.range(index)
        precondition(unsafe count + range.count <= memory.count)
        unsafe fragments.bytes.withUnsafeBytes { bytes in
            unsafe memory.baseAddress?.advanced(by: count).copyMemory(
                from: bytes.baseAddress.unsafelyUnwrapped.advanced(by: range.lowerBound), byteCount: range.count)
        }
        unsafe count += range.count
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        precondition(unsafe count < memory.count)
        unsafe memory[count] = byte
        unsafe count += 1
    }

    @inline(__always)
    mutating func put(pair: UInt16) {
        precondition(unsafe count + 2 <= memory.count)
        unsafe memory.storeBytes(of: pair, toByteOffset: count, as: UInt16.self)
        unsafe count += 2
    }

    /// Two decimal digits of a number below 100.
    @inline(__always)
    mutating func putTwoDigits(_ number: Int) {
        unsafe put(pair: DecimalDigits.pairs[number])
    }

    /// A number with at least so many digits.
    mutating func putDigits(_ number: Int, atLeast digits: Int) {
        var length = digits
        var limit = 1
        for _ in 0..<digits { limit *= 10 }
        while number >= limit {
            length += 1
            limit *= 10
        }
        precondition(unsafe count + length <= memory.count)
        var rest = number
        var position = unsafe count + length
        while unsafe position > count {
            position -= 1
            unsafe memory[position] = UInt8(48 + rest % 10)
            rest /= 10
        }
        unsafe count += length
    }

    /// The lowest bytes of a number as hexadecimal digits, the highest of them first.
    @inline(__always)
    mutating func putHexadecimal(_ number: UInt64, bytes: Int) {
        var shift = UInt64(bytes * 8)
        while shift > 0 {
            shift -= 8
            unsafe put(pair: DecimalDigits.hexadecimalPairs[Int(truncatingIfNeeded: (number >> shift) & 0xFF)])
        }
    }
}
