internal import CParquet

/// The memory that Arrow's buffers take, for measuring.
public enum ParquetMemory {
    /// Bytes held at this moment.
    public static var bytesInUse: Int64 { souk_parquet_memory_in_use() }
}
