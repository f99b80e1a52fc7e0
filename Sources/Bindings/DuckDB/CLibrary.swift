internal import CDuckDB

/// `DuckDBSuccess` of the library's `duckdb_state`.
let success: duckdb_state = 0

/// A text that the library allocated, copied and freed; nil for a null pointer.
func takeText(_ pointer: UnsafeMutablePointer<CChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    defer { unsafe duckdb_free(pointer) }
    return unsafe String(cString: pointer)
}

/// A text that stays the library's, copied; nil for a null pointer.
func copyText(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(cString: pointer)
}
