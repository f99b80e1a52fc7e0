internal import CParquet

/// A column or nested field of a batch, read by row. It keeps its batch alive.
@safe
public struct ParquetNode {
    /// What a node holds.
    public enum Kind: Sendable, Hashable {
        /// True or false.
        case boolean
        /// Signed integers of up to 64 bits.
        case integer
        /// Exact numbers with a scale.
        case decimal
        /// Moments in UTC.
        case timestamp
        /// Floating-point numbers.
        case double
        /// UTF-8 text.
        case text
        /// Bytes of any kind.
        case bytes
        /// Named fields.
        case structure
        /// Any number of values.
        case list
        /// Values by keys.
        case map
        /// A type that Souk does not read.
        case unsupported

        init(_ kind: souk_parquet_node_kind) {
            self =
                switch kind {
                case souk_parquet_node_boolean: .boolean
                case souk_parquet_node_integer: .integer
                case souk_parquet_node_decimal: .decimal
                case souk_parquet_node_timestamp: .timestamp
                case souk_parquet_node_double: .double
                case souk_parquet_node_text: .text
                case souk_parquet_node_bytes: .bytes
                case souk_parquet_node_structure: .structure
                case souk_parquet_node_list: .list
                case souk_parquet_node_map: .map
                default: .unsupported
                }
        }
    }

    private let batch: ParquetBatch
    private let handle: OpaquePointer
    /// The field's name.
    public let name: String
    /// What the field holds.
    public let kind: Kind

    init(batch: ParquetBatch, handle: OpaquePointer, name: String, kind: Kind) {
        self.batch = batch
        unsafe self.handle = handle
        self.name = name
        self.kind = kind
    }

    /// How many entries there are: rows for a column, elements of all lists for a list's element.
    public var count: Int { unsafe Int(souk_parquet_node_count(handle)) }

    /// How many entries are null.
    public var nullCount: Int { unsafe Int(souk_parquet_node_null_count(handle)) }

    /// How many digits of a decimal stand behind the point.
    public var scale: Int { unsafe Int(souk_parquet_node_scale(handle)) }

    /// Whether an entry is null.
    public func isNull(_ index: Int) -> Bool {
        check(index)
        return unsafe souk_parquet_node_is_null(handle, Int64(index))
    }

    /// A structure's field, or nil if there is none of that name.
    ///
    /// - Throws: `ParquetError` with code `.wrongType` if it holds none of the given kinds.
    public func field(_ name: String, _ kinds: Set<Kind>) throws(ParquetError) -> ParquetNode? {
        precondition(kind == .structure, "only a structure has fields")
        for index in unsafe 0..<souk_parquet_node_child_count(handle) {
            guard let childName = unsafe souk_parquet_node_child_name(handle, index),
                unsafe String(cString: childName) == name
            else { continue }
            return try child(index, name, kinds)
        }
        return nil
    }

    /// The keys and the values of a map.
    ///
    /// - Throws: `ParquetError` with code `.wrongType` if they hold none of the given kinds.
    public func entries(
        keys: Set<Kind>, values: Set<Kind>
    ) throws(ParquetError) -> (keys: ParquetNode, values: ParquetNode) {
        precondition(kind == .map, "only a map has keys and values")
        return (try child(0, "\(name).key", keys), try child(1, "\(name).value", values))
    }

    /// The elements of a list.
    ///
    /// - Throws: `ParquetError` with code `.wrongType` if they hold none of the given kinds.
    public func elements(_ kinds: Set<Kind>) throws(ParquetError) -> ParquetNode {
        precondition(kind == .list, "only a list has elements")
        return try child(0, "\(name).element", kinds)
    }

    /// Which entries of `elements` or `entries` belong to a row's list or map; nil for a null.
    public func range(at index: Int) -> Range<Int>? {
        precondition(kind == .list || kind == .map, "only lists and maps have ranges")
        guard !isNull(index) else { return nil }
        var begin: Int64 = 0
        var end: Int64 = 0
        unsafe souk_parquet_node_range(handle, Int64(index), &begin, &end)
        return Int(begin)..<Int(end)
    }

    /// A text, or bytes read as UTF-8; nil for a null.
    public func text(at index: Int) -> String? {
        precondition(kind == .text || kind == .bytes, "only texts and bytes have a text")
        guard !isNull(index) else { return nil }
        var bytes: UnsafePointer<UInt8>?
        var count: Int64 = 0
        unsafe souk_parquet_node_bytes_value(handle, Int64(index), &bytes, &count)
        return unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
    }

    /// An integer, a decimal's unscaled integer, or a timestamp in microseconds; nil for a null.
    ///
    /// - Throws: `ParquetError` if the value needs more than 64 bits.
    public func integer(at index: Int) throws(ParquetError) -> Int64? {
        guard !isNull(index) else { return nil }
        var value: Int64 = 0
        try unsafe attempt("reading field \(name) of \(batch.origin)") {
            unsafe souk_parquet_node_integers(handle, Int64(index), 1, &value, &$0)
        }
        return value
    }

    /// A truth value; nil for a null.
    public func boolean(at index: Int) -> Bool? {
        precondition(kind == .boolean, "only a boolean is true or false")
        return isNull(index) ? nil : unsafe souk_parquet_node_boolean_value(handle, Int64(index))
    }

    /// A floating-point number; nil for a null.
    public func double(at index: Int) -> Double? {
        precondition(kind == .double, "only a double is a floating-point number")
        return isNull(index) ? nil : unsafe souk_parquet_node_double_value(handle, Int64(index))
    }

    /// All integers; 0 for a null.
    func integers() throws(ParquetError) -> [Int64] {
        var values = [Int64](repeating: 0, count: count)
        try unsafe attempt("reading column \(name) of \(batch.origin)") { failure in
            unsafe values.withUnsafeMutableBufferPointer { buffer in
                guard let values = buffer.baseAddress else { return true }
                return unsafe souk_parquet_node_integers(handle, 0, Int64(buffer.count), values, &failure)
            }
        }
        return values
    }

    /// All texts; empty for a null.
    func texts() throws(ParquetError) -> ParquetTexts {
        let byteCount = unsafe Int(souk_parquet_node_byte_count(handle))
        guard byteCount <= Int(Int32.max) else {
            throw ParquetError(.wrongType, "column \(name) of \(batch.origin) has over 2 GiB of text in one batch")
        }
        var ends = [Int32](repeating: 0, count: count + 1)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { bytes, initialized in
            unsafe ends.withUnsafeMutableBufferPointer { ends in
                guard let ends = ends.baseAddress else { return }
                unsafe souk_parquet_node_copy_bytes(handle, bytes.baseAddress, ends)
            }
            initialized = byteCount
        }
        return ParquetTexts(bytes: bytes, ends: ends)
    }

    private func child(_ index: Int32, _ name: String, _ kinds: Set<Kind>) throws(ParquetError) -> ParquetNode {
        guard let child = unsafe souk_parquet_node_child(handle, index) else {
            preconditionFailure("a node without the child that it counts")
        }
        let kind = unsafe Kind(souk_parquet_node_get_kind(child))
        let node = unsafe ParquetNode(batch: batch, handle: child, name: name, kind: kind)
        guard kinds.contains(kind) else {
            throw ParquetError(
                .wrongType, "field \(name) of \(batch.origin) is \(node.typeName), which Souk does not expect there")
        }
        return node
    }

    private var typeName: String {
        guard let name = unsafe souk_parquet_node_type_name(handle) else { return "of an unknown type" }
        defer { unsafe souk_parquet_text_free(name) }
        return unsafe String(cString: name)
    }

    private func check(_ index: Int) {
        precondition(index >= 0 && index < count, "entry \(index) of \(count)")
    }
}
