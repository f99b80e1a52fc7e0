internal import CParquet

/// The libraries behind this module.
public enum ParquetLibrary {
    /// The version of Arrow that is linked, such as `26.0.1`.
    public static var arrowVersion: String { unsafe String(cString: souk_parquet_arrow_version()) }

    /// The version of Parquet that Souk was built with. The library itself does not tell.
    public static var parquetVersion: String { unsafe String(cString: souk_parquet_version()) }
}
