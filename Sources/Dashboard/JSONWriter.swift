internal import Commerce

/// Writes JSON (RFC 8259) straight into a buffer of bytes, without a tree of values in between: a document of several
/// thousand members is written for every snapshot. The same values always give the same bytes.
struct JSONWriter {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []
    private var needsComma = false
    private let currency: Currency

    /// - Parameter currency: the currency of the amounts.
    init(capacity: Int = 1024, currency: Currency = .moroccanDirham) {
        self.currency = currency
        bytes.reserveCapacity(capacity)
    }

    /// An object whose members `body` writes.
    mutating func object(_ body: (inout JSONWriter) -> Void) {
        nest(open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), body)
    }

    /// An array of what `body` writes for each element.
    mutating func array<Elements: Sequence>(_ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void)
    {
        nest(open: UInt8(ascii: "["), close: UInt8(ascii: "]")) { writer in
            for element in elements {
                body(&writer, element)
            }
        }
    }

    /// A member's name; its value must follow.
    mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A text.
    mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            append(escaping: byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// An integer.
    mutating func integer(_ value: some BinaryInteger) {
        raw(String(value))
    }

    mutating func boolean(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// A floating-point number; null when it is none that JSON can hold.
    mutating func number(_ value: Double) {
        raw(value.isFinite ? "\(value)" : "null")
    }

    /// An amount of minor units as a decimal of the major unit, exact.
    mutating func amount(_ minorUnits: Int64) {
        raw(DecimalText.amount(minorUnits, of: currency))
    }

    /// A moment in ISO 8601, or null.
    mutating func timestamp(_ timestamp: Timestamp?) {
        guard let timestamp else { return raw("null") }
        string(timestamp.iso8601)
    }

    /// Null.
    mutating func null() {
        raw("null")
    }

    /// A text, or null.
    mutating func string(orNull text: String?) {
        guard let text else { return raw("null") }
        string(text)
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func nest(open: UInt8, close: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func append(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "\\u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 0xF)])
        default:
            bytes.append(byte)
        }
    }
}
