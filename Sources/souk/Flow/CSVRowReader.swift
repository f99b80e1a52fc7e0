/// Takes the rows of a CSV file apart (RFC 4180) as its lines come in.
///
/// A quote opens a quoted value only at the value's beginning, so that one in the middle of `5" screen` stands for itself.
struct CSVRowReader {
    /// A row, taken apart and as it stood.
    struct Row: Equatable {
        /// The values without their quotes.
        var values: [[UInt8]]
        /// The bytes of the row, without the line's end.
        var bytes: [UInt8]
    }

    private enum Place {
        case valueStart, plain, quoted, afterQuote
    }

    private static let quote = UInt8(ascii: "\"")
    private var place = Place.valueStart
    private var values: [[UInt8]] = [[]]
    private var bytes: [UInt8] = []

    /// How many bytes the row that has begun has so far; 0 between two rows.
    var pendingBytes: Int { bytes.count }

    /// Takes a line without its line feed.
    ///
    /// - Returns: the row that ends with it; nil if the row goes on because a value's quotes are not closed.
    mutating func read(_ line: [UInt8]) -> Row? {
        bytes += line
        for byte in line { take(byte) }
        if place == .quoted {
            append(UInt8(ascii: "\n"))
            bytes.append(UInt8(ascii: "\n"))
            return nil
        }
        defer { self = CSVRowReader() }
        if bytes.last == UInt8(ascii: "\r") {
            bytes.removeLast()
            values[values.count - 1].removeLast()
        }
        return Row(values: values, bytes: bytes)
    }

    private mutating func take(_ byte: UInt8) {
        switch (place, byte) {
        case (.valueStart, Self.quote): place = .quoted
        case (.quoted, Self.quote): place = .afterQuote
        case (.quoted, _): append(byte)
        case (.afterQuote, Self.quote):
            append(byte)
            place = .quoted
        case (_, UInt8(ascii: ",")):
            values.append([])
            place = .valueStart
        default:
            append(byte)
            place = .plain
        }
    }

    private mutating func append(_ byte: UInt8) {
        values[values.count - 1].append(byte)
    }
}
