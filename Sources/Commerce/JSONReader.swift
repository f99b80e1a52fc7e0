/// A strict reader of JSON (RFC 8259) that walks over borrowed bytes once and allocates nothing.
///
/// Syntax faults are thrown. Faults of encoding don't change where strings end, so they are only noted, in
/// `illFormedPosition`, and reading goes on: whether a message is JSON at all is decided first.
struct JSONReader: ~Escapable {
    let bytes: RawSpan
    /// The next byte to be read.
    var position = 0
    /// The first byte that is not UTF-8, or the first escape of half a surrogate pair.
    private(set) var illFormedPosition: Int?

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    /// The byte at the position; 0 at the end.
    @inline(__always)
    var next: UInt8 { bytes.byte(at: position) }

    /// Whether a number begins at the position.
    @inline(__always)
    var startsNumber: Bool { ASCII.digit(next) <= 9 || next == ASCII.minus }

    @inline(__always)
    mutating func skipWhitespace() {
        while next <= ASCII.space, next == ASCII.space || next == 0x0A || next == 0x0D || next == 0x09 {
            position += 1
        }
    }

    func expected(_ expectation: JSONSyntaxError.Expectation) -> JSONSyntaxError {
        JSONSyntaxError(expectation: expectation, position: min(position, bytes.byteCount))
    }

    mutating func noteIllFormed(at place: Int) {
        illFormedPosition = illFormedPosition ?? place
    }

    /// Reads the end of the message behind its value.
    mutating func readEnd() throws(JSONSyntaxError) {
        skipWhitespace()
        guard position == bytes.byteCount else { throw expected(.end) }
    }

    /// Reads over a key, its colon and the whitespace around it, up to the member's value.
    mutating func readKey() throws(JSONSyntaxError) -> JSONText {
        guard next == ASCII.quote else { throw expected(.key) }
        position += 1
        let key = try readString()
        skipWhitespace()
        guard next == ASCII.colon else { throw expected(.colon) }
        position += 1
        skipWhitespace()
        return key
    }
}
