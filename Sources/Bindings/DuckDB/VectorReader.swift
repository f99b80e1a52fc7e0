internal import CDuckDB

/// Reads the values of one vector; valid as long as its chunk is.
@safe
struct VectorReader {
    private let type: DuckDBType
    private let data: UnsafeMutableRawPointer?
    private let validity: UnsafeMutablePointer<UInt64>?
    private let children: [VectorReader]

    init(_ vector: duckdb_vector?, type: DuckDBType) {
        self.type = type
        unsafe data = duckdb_vector_get_data(vector)
        unsafe validity = duckdb_vector_get_validity(vector)
        children = unsafe Self.children(of: vector, type: type)
    }

    private static func children(of vector: duckdb_vector?, type: DuckDBType) -> [VectorReader] {
        switch type {
        case .list(let element):
            [unsafe VectorReader(duckdb_list_vector_get_child(vector), type: element)]
        case .array(let element, _):
            [unsafe VectorReader(duckdb_array_vector_get_child(vector), type: element)]
        case .map(let key, let value):
            // A map is stored as a list of structures of key and value.
            [
                unsafe VectorReader(
                    duckdb_list_vector_get_child(vector),
                    type: .structure(names: ["key", "value"], types: [key, value]))
            ]
        case .structure(_, let types):
            types.enumerated().map { index, type in
                unsafe VectorReader(duckdb_struct_vector_get_child(vector, idx_t(index)), type: type)
            }
        default: []
        }
    }

    func value(at row: Int) -> DuckDBValue {
        guard isValid(row) else { return .null }
        switch type {
        case .null: return .null
        case .boolean: return .boolean(load(row, as: UInt8.self) != 0)
        case .integer(let bits, let isSigned): return integer(at: row, bits: bits, isSigned: isSigned)
        case .float: return .float(load(row, as: Float.self))
        case .double: return .double(load(row, as: Double.self))
        case .decimal(let width, let scale):
            return .decimal(DuckDBDecimal(unscaled: unscaled(at: row, width: width), scale: scale))
        case .text: return .text(String(decoding: bytes(at: row), as: UTF8.self))
        case .blob: return .blob(bytes(at: row))
        case .date: return .date(days: load(row, as: Int32.self))
        case .time: return .time(microseconds: load(row, as: Int64.self))
        case .timestamp: return .timestamp(microseconds: load(row, as: Int64.self))
        case .localTimestamp(let ticksPerSecond):
            return .localTimestamp(microseconds: microseconds(at: row, ticksPerSecond: ticksPerSecond))
        case .interval: return .text(interval(at: row))
        case .uuid: return .text(uuid(at: row))
        case .enumeration(let values, let bits):
            return .text(values[Int(truncatingIfNeeded: signedInteger(at: row, bits: bits, isSigned: false))])
        case .list, .array, .structure, .map: return .text(nested(at: row))
        }
    }

    private func isValid(_ row: Int) -> Bool {
        guard let validity = unsafe validity else { return true }
        return unsafe validity[row / 64] >> UInt64(row % 64) & 1 == 1
    }

    /// The row's fixed-size entry. The rows of a chunk are in bounds (`DuckDBChunk`), those of nested vectors by their entries.
    private func load<Entry: BitwiseCopyable>(_ row: Int, as type: Entry.Type) -> Entry {
        guard let data = unsafe data else { preconditionFailure("a vector of a result has data") }
        return unsafe data.loadUnaligned(fromByteOffset: row * MemoryLayout<Entry>.stride, as: type)
    }

    private func signedInteger(at row: Int, bits: Int, isSigned: Bool) -> Int128 {
        switch (bits, isSigned) {
        case (8, true): Int128(load(row, as: Int8.self))
        case (16, true): Int128(load(row, as: Int16.self))
        case (32, true): Int128(load(row, as: Int32.self))
        case (64, true): Int128(load(row, as: Int64.self))
        case (8, false): Int128(load(row, as: UInt8.self))
        case (16, false): Int128(load(row, as: UInt16.self))
        case (32, false): Int128(load(row, as: UInt32.self))
        case (64, false): Int128(load(row, as: UInt64.self))
        default: load(row, as: Int128.self)
        }
    }

    private func integer(at row: Int, bits: Int, isSigned: Bool) -> DuckDBValue {
        .integer(signedInteger(at: row, bits: bits, isSigned: isSigned))
    }

    /// DuckDB stores a decimal in the smallest integer that holds its width.
    private func unscaled(at row: Int, width: Int) -> Int128 {
        let bits = width <= 4 ? 16 : width <= 9 ? 32 : width <= 18 ? 64 : 128
        return signedInteger(at: row, bits: bits, isSigned: true)
    }

    private func microseconds(at row: Int, ticksPerSecond: Int64) -> Int64 {
        let ticks = load(row, as: Int64.self)
        guard ticks.magnitude != Int64.max.magnitude else { return ticks }
        let (microseconds, overflow) = ticks.multipliedReportingOverflow(by: 1_000_000 / ticksPerSecond)
        return overflow ? (ticks < 0 ? -.max : .max) : microseconds
    }

    /// A text or blob is an entry of 16 bytes: its length in 4, then its bytes if they are at most 12, or else the first 4 of
    /// them and a pointer to all.
    private func bytes(at row: Int) -> [UInt8] {
        guard let data = unsafe data else { preconditionFailure("a vector of a result has data") }
        let entry = unsafe data + row * 16
        let length = Int(unsafe entry.load(as: UInt32.self))
        let start = unsafe length <= 12 ? UnsafeRawPointer(entry + 4) : (entry + 8).load(as: UnsafeRawPointer.self)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: length))
    }

    private func interval(at row: Int) -> String {
        let entry = load(row, as: duckdb_interval.self)
        var parts: [String] = []
        if entry.months != 0 { parts.append("\(entry.months) months") }
        if entry.days != 0 { parts.append("\(entry.days) days") }
        if entry.micros != 0 || parts.isEmpty {
            let sign = entry.micros < 0 ? "-" : ""
            let magnitude = Int64(clamping: entry.micros.magnitude)
            parts.append(sign + DuckDBValue.time(microseconds: magnitude).description)
        }
        return parts.joined(separator: " ")
    }

    /// DuckDB flips the highest bit, so that UUIDs sort like signed integers.
    private func uuid(at row: Int) -> String {
        let number = UInt128(bitPattern: load(row, as: Int128.self)) ^ (1 << 127)
        let digits = String(number, radix: 16)
        var text = String(repeating: "0", count: 32 - digits.count) + digits
        for position in [20, 16, 12, 8] {
            text.insert("-", at: text.index(text.startIndex, offsetBy: position))
        }
        return text
    }

    private func nested(at row: Int) -> String {
        switch type {
        case .list, .map:
            let entry = load(row, as: duckdb_list_entry.self)
            let range = Int(entry.offset)..<Int(entry.offset + entry.length)
            guard case .map = type else {
                return "[" + range.map { children[0].value(at: $0).description }.joined(separator: ", ") + "]"
            }
            let pair = children[0].children
            return "{" + range.map { "\(pair[0].value(at: $0))=\(pair[1].value(at: $0))" }.joined(separator: ", ") + "}"
        case .array(_, let count):
            let range = row * count..<(row + 1) * count
            return "[" + range.map { children[0].value(at: $0).description }.joined(separator: ", ") + "]"
        case .structure(let names, _):
            let fields = zip(names, children).map { "'\($0)': \($1.value(at: row))" }
            return "{" + fields.joined(separator: ", ") + "}"
        default:
            return ""
        }
    }
}
