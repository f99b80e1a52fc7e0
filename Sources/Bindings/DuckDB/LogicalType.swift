internal import CDuckDB

/// The owner of a `duckdb_logical_type`.
@safe
struct LogicalType: ~Copyable {
    private var pointer: duckdb_logical_type?

    init(taking pointer: duckdb_logical_type?) {
        unsafe self.pointer = pointer
    }

    deinit {
        var pointer = unsafe pointer
        unsafe duckdb_destroy_logical_type(&pointer)
    }

    /// The type as a value; the numbers are those of `DUCKDB_TYPE` in the library's header.
    ///
    /// - Throws: `DuckDBError` for a type that Souk can't read, with the advice to cast it.
    func described(column: String) throws -> DuckDBType {
        let code = unsafe duckdb_get_type_id(pointer)
        switch code {
        case 1: return .boolean
        case 2...9: return .integer(bits: 8 << Int((code - 2) % 4), isSigned: code < 6)
        case 10: return .float
        case 11: return .double
        case 12: return .localTimestamp(ticksPerSecond: 1_000_000)
        case 13: return .date
        case 14: return .time
        case 15: return .interval
        case 16: return .integer(bits: 128, isSigned: true)
        case 17: return .text
        case 18: return .blob
        case 19:
            return .decimal(
                width: Int(unsafe duckdb_decimal_width(pointer)), scale: Int(unsafe duckdb_decimal_scale(pointer)))
        case 20: return .localTimestamp(ticksPerSecond: 1)
        case 21: return .localTimestamp(ticksPerSecond: 1000)
        case 23: return enumeration()
        case 27: return .uuid
        case 31: return .timestamp
        case 36: return .null
        default: return try nested(code: code, column: column)
        }
    }

    private func enumeration() -> DuckDBType {
        let values = (0..<(unsafe duckdb_enum_dictionary_size(pointer))).map { index in
            unsafe takeText(duckdb_enum_dictionary_value(pointer, idx_t(index))) ?? ""
        }
        let code = unsafe duckdb_enum_internal_type(pointer)
        return .enumeration(values, bits: 8 << Int(code - 6))
    }

    private func nested(code: duckdb_type, column: String) throws -> DuckDBType {
        switch code {
        case 24:
            return .list(try unsafe LogicalType(taking: duckdb_list_type_child_type(pointer)).described(column: column))
        case 25:
            let fields = 0..<(unsafe duckdb_struct_type_child_count(pointer))
            return .structure(
                names: fields.map { unsafe takeText(duckdb_struct_type_child_name(pointer, $0)) ?? "" },
                types: try fields.map {
                    try unsafe LogicalType(taking: duckdb_struct_type_child_type(pointer, $0)).described(column: column)
                })
        case 26:
            return .map(
                key: try unsafe LogicalType(taking: duckdb_map_type_key_type(pointer)).described(column: column),
                value: try unsafe LogicalType(taking: duckdb_map_type_value_type(pointer)).described(column: column))
        case 33:
            return .array(
                try unsafe LogicalType(taking: duckdb_array_type_child_type(pointer)).described(column: column),
                count: Int(unsafe duckdb_array_type_array_size(pointer)))
        default:
            throw DuckDBError(
                kind: .invalidInput,
                message: "the column \"\(column)\" has a type that can't be shown (number \(code)); "
                    + "write CAST(\"\(column)\" AS VARCHAR)",
                activity: "reading the columns of a result")
        }
    }
}
