/// Decimal digits in pairs: `00` to `99`.
enum DecimalDigits {
    static let pairs: [UInt16] = (0..<100).map { number in
        // The tens come first in memory, whatever the machine's byte order.
        UInt16(littleEndian: UInt16(48 + number / 10) | UInt16(48 + number % 10) << 8)
    }

    /// Hexadecimal digits in pairs: `00` to `ff`.
    static let hexadecimalPairs: [UInt16] = (0..<256).map { number in
        func digit(_ value: Int) -> UInt16 { UInt16(value < 10 ? 48 + value : 87 + value) }
        return UInt16(littleEndian: digit(number / 16) | digit(number % 16) << 8)
    }
}
