internal import CMicroHTTPD

/// Copies a request's headers or the parts of its query out of the library.
final class FieldCollector {
    private(set) var fields: [HTTPRequest.Field] = []
    private(set) var isInvalid = false
    private let isEscaped: Bool

    init(_ connection: OpaquePointer, kind: MHD_ValueKind, isEscaped: Bool) {
        self.isEscaped = isEscaped
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe _ = MHD_get_connection_values_n(
            connection, kind,
            { context, _, name, nameLength, value, valueLength in
                guard let context = unsafe context else { return .NO }
                let collector = unsafe Unmanaged<FieldCollector>.fromOpaque(context).takeUnretainedValue()
                unsafe collector.add(
                    UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameLength),
                    UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : valueLength))
                return .YES
            }, context)
    }

    private func add(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        guard let name = unsafe text(Array(name)), let value = unsafe text(Array(value)) else {
            isInvalid = true
            return
        }
        fields.append(HTTPRequest.Field(name: name, value: value))
    }

    private func text(_ bytes: [UInt8]) -> String? {
        isEscaped ? PercentDecoding.decode(bytes) : String(decoding: bytes, as: UTF8.self)
    }
}
