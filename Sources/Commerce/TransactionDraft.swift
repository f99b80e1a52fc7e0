/// What has been read of a message: its values so far and the faults of its fields.
struct TransactionDraft {
    /// Where a text stands: in the message, or in the decoder's scratch if it was spelled with escapes.
    struct Text {
        var start = 0
        var end = 0
    }

    /// A field that holds no acceptable value, and where that value stands in the message.
    struct Fault {
        var field: TransactionField
        var reason: Rejection.Reason
        var start: Int
        var end: Int
    }

    /// Whether the message is an object at all.
    var isObject = false
    /// One bit per field that was there, by raw value.
    var seen: UInt16 = 0
    /// One bit per field whose text stands in the scratch.
    var unescaped: UInt8 = 0
    /// The texts, by the raw value of their fields.
    var texts = InlineArray<8, Text>(repeating: Text())
    var amount: Int64 = 0
    var quantity: Int32 = 0
    var timestamp: Int64 = 0
    /// The fault of the first field, by rank, that has one.
    private(set) var fault: Fault?
    /// Where the first key stands that was there before.
    private(set) var duplicateKey: JSONText?

    /// Whether all eight fields hold acceptable values and no key stands twice.
    var isComplete: Bool { seen & 0xFF == 0xFF && fault == nil && duplicateKey == nil }

    mutating func note(_ reason: Rejection.Reason, field: TransactionField, start: Int, end: Int) {
        if let fault, fault.field.rank < field.rank { return }
        fault = Fault(field: field, reason: reason, start: start, end: end)
    }

    mutating func noteDuplicate(_ key: JSONText) {
        duplicateKey = duplicateKey ?? key
    }

    /// The bytes of a text field that was read.
    @inline(__always)
    @_lifetime(copy message, copy scratch)
    func text(of field: TransactionField, in message: RawSpan, _ scratch: RawSpan) -> RawSpan {
        let text = texts[Int(field.rawValue)]
        let source = unescaped & (1 << field.rawValue) == 0 ? message : scratch
        return source.extracting(text.start..<text.end)
    }
}
