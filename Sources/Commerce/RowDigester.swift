/// Condenses transactions and refused messages to 128 bits each, so that two sides that hold millions of them can be compared
/// by sums over blocks, in any order.
///
/// Both sides must use the same value. Its keys are drawn at random, so that nobody can prepare rows whose digests agree; two
/// different rows have the same digest with a probability below 2⁻⁶⁴.
public struct RowDigester: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// A digester with keys of its own.
    public init(first: UInt64 = .random(in: .min ... .max), second: UInt64 = .random(in: .min ... .max)) {
        // A key of zero would make all digests equal.
        self.first = first | 1
        self.second = second | 1
    }

    /// The digests of a batch's transactions, of their offsets and all eight fields.
    public func digests(of batch: borrowing TransactionBatch) -> [UInt128] {
        let users = texts(of: batch.users)
        let cities = texts(of: batch.cities)
        let categories = texts(of: batch.categories)
        let payments = texts(of: batch.paymentMethods)
        var digests: [UInt128] = []
        digests.reserveCapacity(batch.count)
        for row in 0..<batch.count {
            var state = start(offset: batch.offsets[row])
            let id = Int(batch.transactionIDEnds[row])..<Int(batch.transactionIDEnds[row + 1])
            state.mix(text(batch.transactionIDBytes.rawSpan, id))
            state.mix(users[Int(batch.userIDs[row])])
            state.mix(cities[Int(batch.cityIDs[row])])
            state.mix(categories[Int(batch.categoryIDs[row])])
            state.mix(UInt64(bitPattern: batch.amounts[row]))
            state.mix(UInt64(bitPattern: Int64(batch.quantities[row])))
            state.mix(payments[Int(batch.paymentMethodIDs[row])])
            state.mix(UInt64(bitPattern: batch.timestamps[row]))
            digests.append(state.value)
        }
        return digests
    }

    /// The digest of a refused message: of its offset, the reason and its bytes.
    public func digest(ofRejectionAt offset: Int64, reason: String, payload: RawSpan) -> UInt128 {
        var state = start(offset: ~offset)
        let reason = Array(reason.utf8)
        state.mix(text(reason.rawSpan, 0..<reason.count))
        state.mix(text(payload, 0..<payload.byteCount))
        return state.value
    }

    private func texts(of dictionary: StringDictionary) -> [UInt128] {
        (0..<dictionary.count).map { id in
            text(dictionary.bytes.rawSpan, Int(dictionary.ends[id])..<Int(dictionary.ends[id + 1]))
        }
    }

    private func start(offset: Int64) -> State {
        var state = State(first: second, second: first, keys: (first, second))
        state.mix(UInt64(bitPattern: offset))
        return state
    }

    private func text(_ bytes: RawSpan, _ range: Range<Int>) -> UInt128 {
        var state = State(first: first, second: second, keys: (first, second))
        state.mix(UInt64(truncatingIfNeeded: range.count))
        let text = bytes.extracting(range)
        var position = 0
        while position < range.count {
            state.mix(text.word(at: position))
            position += 8
        }
        return state.value
    }

    /// Two running products; what goes in is folded into both by a multiplication to 128 bits.
    private struct State {
        var first: UInt64
        var second: UInt64
        let keys: (UInt64, UInt64)

        var value: UInt128 { UInt128(first) << 64 | UInt128(second) }

        @inline(__always)
        mutating func mix(_ word: UInt64) {
            first = Self.fold(first ^ word, keys.0) &+ keys.1
            second = Self.fold(second &+ word, keys.1) ^ keys.0
        }

        @inline(__always)
        mutating func mix(_ value: UInt128) {
            mix(UInt64(truncatingIfNeeded: value))
            mix(UInt64(truncatingIfNeeded: value >> 64))
        }

        @inline(__always)
        private static func fold(_ value: UInt64, _ key: UInt64) -> UInt64 {
            let product = value.multipliedFullWidth(by: key)
            return product.high ^ product.low
        }
    }
}
