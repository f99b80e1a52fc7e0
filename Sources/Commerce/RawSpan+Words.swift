/// Reading bytes and 8-byte words of borrowed memory, with zeros beyond its end.
///
/// Zero is no part of any JSON text, so a reader that runs over the end meets an ordinary unexpected byte and needs no
/// check of its own. These helpers hold the module's unchecked loads: each tests the bounds itself, once per word.
extension RawSpan {
    /// The byte at a position, or 0 beyond the end.
    @inline(__always)
    func byte(at position: Int) -> UInt8 {
        guard UInt(bitPattern: position) < UInt(bitPattern: byteCount) else { return 0 }
        return unsafe unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
    }

    /// The eight bytes from a position, first byte lowest; bytes beyond the end are 0.
    @inline(__always)
    func word(at position: Int) -> UInt64 {
        assert(position >= 0)
        guard position &+ 8 <= byteCount else { return tailWord(at: position) }
        return unsafe wordUnchecked(at: position)
    }

    /// The word at a position less than eight bytes before the end, or behind it.
    @inline(__always)
    private func tailWord(at position: Int) -> UInt64 {
        let remaining = byteCount &- position
        guard remaining > 0 else { return 0 }
        guard byteCount >= 8 else { return shortWord(at: position) }
        return unsafe wordUnchecked(at: byteCount &- 8) &>> UInt64(truncatingIfNeeded: 8 &* (8 &- remaining))
    }

    /// The word at a position in less than eight bytes, from two halves that may overlap.
    @inline(__always)
    private func shortWord(at position: Int) -> UInt64 {
        let remaining = byteCount &- position
        guard remaining >= 2 else { return UInt64(byte(at: position)) }
        let width = remaining >= 4 ? 4 : 2
        let shift = UInt64(truncatingIfNeeded: 8 &* (remaining &- width))
        if width == 4 {
            let low = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt32.self)
            let high = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: byteCount &- 4, as: UInt32.self)
            return UInt64(UInt32(littleEndian: low)) | UInt64(UInt32(littleEndian: high)) &<< shift
        }
        let low = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt16.self)
        let high = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: byteCount &- 2, as: UInt16.self)
        return UInt64(UInt16(littleEndian: low)) | UInt64(UInt16(littleEndian: high)) &<< shift
    }

    /// The eight bytes from a position, which the caller knows to be there.
    @unsafe
    @inline(__always)
    func wordUnchecked(at position: Int) -> UInt64 {
        assert(position >= 0 && position + 8 <= byteCount)
        return UInt64(
            littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
    }

    /// Whether `length` bytes from a position equal those of another span from its own position.
    ///
    /// A range that reaches over the end of its span is unequal, so the caller need not check it.
    @inline(__always)
    func matches(at position: Int, _ other: RawSpan, at otherPosition: Int, length: Int) -> Bool {
        assert(position >= 0 && otherPosition >= 0 && length >= 0)
        guard position &+ length <= byteCount, otherPosition &+ length <= other.byteCount else { return false }
        guard length >= 8 else {
            let difference = word(at: position) ^ other.word(at: otherPosition)
            return length == 0 || difference &<< UInt64(truncatingIfNeeded: 64 &- 8 &* length) == 0
        }
        let last = length &- 8
        var done = 0
        while done < last {
            let word = unsafe wordUnchecked(at: position &+ done)
            guard unsafe word == other.wordUnchecked(at: otherPosition &+ done) else { return false }
            done &+= 8
        }
        // The last eight bytes may overlap those before.
        let word = unsafe wordUnchecked(at: position &+ last)
        return unsafe word == other.wordUnchecked(at: otherPosition &+ last)
    }
}

extension Span<UInt8> {
    /// The same bytes as raw memory; safe, because every byte of memory is a `UInt8`.
    @inline(__always)
    package var rawSpan: RawSpan {
        @_lifetime(copy self)
        get { unsafe bytes }
    }
}

extension [UInt8] {
    /// The array's bytes, lent for as long as it stays unchanged.
    @inline(__always)
    package var rawSpan: RawSpan {
        @_lifetime(borrow self)
        get { span.rawSpan }
    }

    /// Appends a copy of borrowed bytes.
    @inline(__always)
    mutating func append(_ span: RawSpan) {
        unsafe span.withUnsafeBytes { buffer in
            unsafe append(contentsOf: buffer)
        }
    }
}
