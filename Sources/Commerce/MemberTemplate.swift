/// What stood between the values of the last message: brace or comma, key, colon and the whitespace around them.
///
/// Producers spell all their messages alike, so the decoder compares these bytes as a whole, word by word, before it looks
/// at any of them. The bytes were read in full when they were recorded, and nothing in a JSON object depends on the values
/// between them; so equal bytes in the same place need no second look. The keys of one template are all different.
struct MemberTemplate: Sendable {
    private struct Segment {
        var field: TransactionField?
        var length: Int
        var key: JSONText
    }

    private static let segmentLimit = 32
    /// The longest segment that is recorded, in bytes; a multiple of eight.
    private static let stride = 64

    private var bytes = [UInt8](repeating: 0, count: segmentLimit * stride)
    private var segments: [Segment] = []

    init() {
        segments.reserveCapacity(Self.segmentLimit)
    }

    /// How many members are known.
    var count: Int { segments.count }

    /// The length of the segment before a member's value if exactly it stands at the position.
    @inline(__always)
    func match(_ index: Int, in message: RawSpan, at position: Int) -> Int? {
        let length = segments[index].length
        let isEqual = message.matches(at: position, bytes.rawSpan, at: index * Self.stride, length: length)
        return isEqual ? length : nil
    }

    /// The field that a member holds; nil for a key that is none of the eight.
    @inline(__always)
    func field(_ index: Int) -> TransactionField? {
        segments[index].field
    }

    /// A member's key, as a place in `text(of:)`.
    func key(_ index: Int) -> JSONText {
        segments[index].key
    }

    /// The bytes of a segment.
    @_lifetime(borrow self)
    func text(of index: Int) -> RawSpan {
        bytes.rawSpan.extracting(index * Self.stride..<(index * Self.stride + segments[index].length))
    }

    /// Notes what led to a member's value and forgets the members behind it.
    ///
    /// A segment that is too long, or one too many, ends the template: the members from there on are always read in full.
    ///
    /// - Parameters:
    ///   - index: The member's place in its object; the members before it were matched or recorded.
    ///   - range: Where the segment stands in the message.
    ///   - key: Where the member's key stands in the message.
    mutating func record(
        _ index: Int, field: TransactionField?, in message: RawSpan, range: Range<Int>, key: JSONText
    ) {
        guard index <= count else { return }
        segments.removeSubrange(index...)
        guard index < Self.segmentLimit, range.count <= Self.stride else { return }
        for offset in 0..<range.count {
            bytes[index * Self.stride + offset] = message.byte(at: range.lowerBound + offset)
        }
        let place = JSONText(
            start: key.start - range.lowerBound, end: key.end - range.lowerBound, hasEscapes: key.hasEscapes)
        segments.append(Segment(field: field, length: range.count, key: place))
    }

    /// Forgets the members from a place on.
    mutating func truncate(to index: Int) {
        if index < count { segments.removeSubrange(index...) }
    }
}
