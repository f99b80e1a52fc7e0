/// The fields' keys as bytes, to be found by the bytes of a message's key.
struct FieldKeys: Sendable {
    /// The keys' bytes, in the order of their fields, one after the other.
    private var bytes: [UInt8] = []
    private var ends = InlineArray<10, Int>(repeating: 0)

    init(_ mapping: FieldMapping) {
        for field in TransactionField.allCases {
            bytes.append(contentsOf: mapping[field].utf8)
            ends[Int(field.rawValue) + 1] = bytes.count
        }
    }

    /// The field that a key names, nil for a key that names none.
    func field(named key: RawSpan) -> TransactionField? {
        for index in 0..<9 where ends[index + 1] - ends[index] == key.byteCount {
            if key.matches(at: 0, bytes.rawSpan, at: ends[index], length: key.byteCount) {
                return TransactionField(rawValue: UInt8(index))
            }
        }
        return nil
    }

    /// The field that a key names, and whether neither the fields seen (one bit each) nor the unknown keys hold it yet.
    ///
    /// An unknown key is added to the others.
    func identify(
        _ key: RawSpan, seen: UInt16, unknown: inout StringDictionary
    ) -> (field: TransactionField?, isNew: Bool) {
        if let field = field(named: key) {
            return (field, seen & (1 << field.rawValue) == 0)
        }
        let count = unknown.count
        _ = unknown.intern(key)
        return (nil, unknown.count > count)
    }
}
