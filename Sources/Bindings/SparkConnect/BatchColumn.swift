internal import CSparkConnect

/// A column or nested field of a batch, which has to outlive it.
@safe
struct BatchColumn {
    let name: String
    let children: [BatchColumn]

    private let node: OpaquePointer
    private let kind: souk_spark_node_kind

    /// - Throws: `SparkError` with code `.protocolViolation` for a type that Souk does not read.
    init(_ node: OpaquePointer, name: String, _ activity: String) throws(SparkError) {
        unsafe self.node = node
        self.name = name
        kind = unsafe souk_spark_node_get_kind(node)
        guard kind != souk_spark_node_unsupported else {
            let type = unsafe souk_spark_node_type(node)
            defer { unsafe souk_spark_text_free(type) }
            let words = unsafe type.map { unsafe String(cString: $0) } ?? "unknown"
            throw SparkError(
                .protocolViolation,
                "the column \(name) has the Arrow type \(words), which Souk does not read; cast it in the SQL",
                activity: activity)
        }
        var children: [BatchColumn] = []
        for index in unsafe 0..<souk_spark_node_child_count(node) {
            guard let child = unsafe souk_spark_node_child(node, index) else {
                preconditionFailure("a node without the child that it counts")
            }
            let name = unsafe souk_spark_node_child_name(node, index).map { unsafe String(cString: $0) } ?? name
            children.append(try unsafe BatchColumn(child, name: name, activity))
        }
        self.children = children
    }

    func value(at row: Int) -> SparkValue {
        let index = Int64(row)
        guard unsafe !souk_spark_node_is_null(node, index) else { return .null }
        switch kind {
        case souk_spark_node_boolean: return .boolean(unsafe souk_spark_node_boolean_value(node, index))
        case souk_spark_node_integer: return .integer(unsafe souk_spark_node_integer_value(node, index))
        case souk_spark_node_double: return .double(unsafe souk_spark_node_double_value(node, index))
        case souk_spark_node_decimal: return decimal(at: index)
        case souk_spark_node_text: return .text(unsafe String(decoding: bytes(at: index), as: UTF8.self))
        case souk_spark_node_bytes: return .bytes(unsafe Array(bytes(at: index)))
        case souk_spark_node_timestamp:
            return .timestamp(microseconds: unsafe souk_spark_node_integer_value(node, index))
        case souk_spark_node_local_timestamp:
            return .localTimestamp(microseconds: unsafe souk_spark_node_integer_value(node, index))
        case souk_spark_node_date:
            return .date(days: Int32(truncatingIfNeeded: unsafe souk_spark_node_integer_value(node, index)))
        case souk_spark_node_time: return .time(nanoseconds: unsafe souk_spark_node_integer_value(node, index))
        case souk_spark_node_interval: return interval(at: index)
        case souk_spark_node_list: return .list(values(of: children[0], at: index))
        case souk_spark_node_map:
            return .map(keys: values(of: children[0], at: index), values: values(of: children[1], at: index))
        case souk_spark_node_structure:
            return .structure(children.map { SparkValue.Field($0.name, $0.value(at: row)) })
        default: return .null
        }
    }

    private func decimal(at index: Int64) -> SparkValue {
        var high: Int64 = 0
        var low: UInt64 = 0
        unsafe souk_spark_node_decimal_value(node, index, &high, &low)
        return .decimal(unscaled: Int128(high) << 64 | Int128(low), scale: Int(unsafe souk_spark_node_scale(node)))
    }

    private func interval(at index: Int64) -> SparkValue {
        var months: Int32 = 0
        var days: Int32 = 0
        var microseconds: Int64 = 0
        unsafe souk_spark_node_interval_value(node, index, &months, &days, &microseconds)
        return .interval(months: months, days: days, microseconds: microseconds)
    }

    private func bytes(at index: Int64) -> UnsafeBufferPointer<UInt8> {
        var start: UnsafePointer<UInt8>?
        var count: Int64 = 0
        unsafe souk_spark_node_bytes_value(node, index, &start, &count)
        return unsafe UnsafeBufferPointer(start: start, count: Int(count))
    }

    private func values(of child: BatchColumn, at index: Int64) -> [SparkValue] {
        var begin: Int64 = 0
        var end: Int64 = 0
        unsafe souk_spark_node_range(node, index, &begin, &end)
        return (Int(begin)..<Int(end)).map { child.value(at: $0) }
    }
}
