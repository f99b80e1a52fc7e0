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
        return UInt64(
            littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
    }

    /// The word at a position less than eight bytes before the end, or behind it.
    @inline(never)
    private func tailWord(at position: Int) -> UInt64 {
        let remaining = byteCount - position
        guard remaining > 0 else { return 0 }
        if byteCount >= 8 {
            let last = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: byteCount - 8, as: UInt64.self)
            return UInt64(littleEndian: last) >> UInt64(8 * (8 - remaining))
        }
        var word: UInt64 = 0
        for index in 0..<remaining {
            word |= UInt64(byte(at: position + index)) << UInt64(8 * index)
        }
        return word
    }

    /// Whether `length` bytes from a position equal those of another span from its own position.
    ///
    /// A range that reaches over the end of this span is unequal, so the caller need not check `length` against it.
    @inline(__always)
    func matches(at position: Int, _ other: RawSpan, at otherPosition: Int, length: Int) -> Bool {
        guard position &+ length <= byteCount else { return false }
        var done = 0
        while length - done >= 8 {
            guard word(at: position + done) == other.word(at: otherPosition + done) else { return false }
            done += 8
        }
        guard done < length else { return true }
        let difference = word(at: position + done) ^ other.word(at: otherPosition + done)
        return difference << UInt64(8 * (8 - (length - done))) == 0
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
