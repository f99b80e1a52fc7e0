internal import CParquet

/// What Parquet or Arrow could not do, and why.
public struct ParquetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Code: Sendable, Hashable {
        /// Reading or writing the bytes failed.
        case inputOutput
        /// The file is no Parquet file, or a damaged one.
        case malformed
        /// A column holds another type than it should.
        case wrongType
        /// The file has no such column.
        case missingColumn
        /// A column that must have a value in every row has a null.
        case unexpectedNull
        /// There was not enough memory.
        case outOfMemory
        /// Anything else that the library refused.
        case refused
    }

    /// The kind of failure.
    public var code: Code
    /// What failed and why.
    public var description: String
    /// Arrow's status code, where the failure comes from Arrow.
    public var libraryCode: Int32?

    init(_ code: Code, _ description: String, libraryCode: Int32? = nil) {
        self.code = code
        self.description = description
        self.libraryCode = libraryCode
    }

    /// Takes over a failure of the C layer and frees it.
    init(_ failure: inout souk_parquet_failure, _ activity: String) {
        let text = unsafe failure.message.map { unsafe String(cString: $0) } ?? "no reason was given"
        let libraryCode = unsafe failure.code
        unsafe souk_parquet_failure_free(&failure)
        self.init(Self.code(of: libraryCode), "\(activity): \(text)", libraryCode: libraryCode)
    }

    /// What Arrow's status codes (`arrow/status.h`) mean to us.
    private static func code(of libraryCode: Int32) -> Code {
        switch libraryCode {
        case 1: .outOfMemory
        case 2: .wrongType
        case 4, Int32(souk_parquet_exception): .malformed
        case 5: .inputOutput
        default: .refused
        }
    }
}

/// Runs a function of the C layer and throws what it reports.
func attempt(_ activity: @autoclosure () -> String, _ body: (inout souk_parquet_failure) -> Bool) throws(ParquetError) {
    var failure = unsafe souk_parquet_failure()
    guard unsafe !body(&failure) else { return }
    throw unsafe ParquetError(&failure, activity())
}
