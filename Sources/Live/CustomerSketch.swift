internal import Commerce

/// How many different customers there are, in bounded memory: exact for a few, estimated for many.
///
/// Up to `exactLimit` customers the sketch keeps their 64-bit hashes. Beyond, it is a HyperLogLog (Flajolet, Fusy, Gandouet,
/// Meunier 2007) of 2^14 registers, read by the improved estimator of Otmar Ertl ("New cardinality estimation algorithms for
/// HyperLogLog sketches", 2017, algorithm 6), which needs no correction for small or large counts. The relative standard
/// error is 1.04 ÷ √2^14 = 0.81 %. Which customers were seen decides the sketch, not their order, nor how sketches were
/// merged.
public struct CustomerSketch: Sendable, Equatable {
    /// The relative standard error of an estimate.
    public static let relativeError = 1.04 / Double(registerCount).squareRoot()
    /// The most customers that are counted exactly.
    public static let exactLimit = 1_024

    /// How many bits of a hash, from the highest, choose its register.
    public static let indexBits = 14
    static let registerCount = 1 << indexBits
    /// The greatest value of a register: all hash bits behind the index are zero.
    static let maximumRank = 64 - indexBits + 1

    enum Storage: Sendable, Equatable {
        case exact(Set<UInt64>)
        case registers([UInt8])
    }

    var storage = Storage.exact([])

    /// A sketch of nobody.
    public init() {}

    /// Counts a customer by the bytes of the id.
    public mutating func add(_ id: [UInt8]) {
        insert(XXH64.hash(id, in: 0..<id.count))
    }

    /// Counts the customers of another sketch too.
    public mutating func merge(_ other: CustomerSketch) {
        switch other.storage {
        case .exact(let hashes):
            for hash in hashes { insert(hash) }
        case .registers(let others):
            makeRegisters()
            withRegisters { registers in
                for index in registers.indices { registers[index] = max(registers[index], others[index]) }
            }
        }
    }

    /// The number of different customers, rounded.
    public var count: Int64 {
        switch storage {
        case .exact(let hashes): Int64(hashes.count)
        case .registers(let registers): Int64(Self.estimate(of: registers).rounded())
        }
    }

    /// The relative standard error of `count`; 0 while it is exact.
    public var error: Double {
        if case .exact = storage { 0 } else { Self.relativeError }
    }

    /// Counts the users of a dictionary.
    mutating func add(_ ids: Range<Int>, of users: StringDictionary) {
        let ends = users.ends
        let bytes = users.bytes
        for id in ids { insert(XXH64.hash(bytes, in: Int(ends[id])..<Int(ends[id + 1]))) }
    }

    /// Counts customers that were hashed elsewhere. Registers make the count an estimate from then on.
    mutating func add(_ hashes: [UInt64], _ others: [LiveIncrement.Register]) {
        for hash in hashes { insert(hash) }
        guard !others.isEmpty else { return }
        makeRegisters()
        withRegisters { registers in
            for other in others where registers.indices.contains(other.index) {
                registers[other.index] = max(registers[other.index], min(other.rank, UInt8(Self.maximumRank)))
            }
        }
    }

    private mutating func insert(_ hash: UInt64) {
        if case .exact(var hashes) = storage {
            storage = .exact([])
            hashes.insert(hash)
            let isWithinLimit = hashes.count <= Self.exactLimit
            storage = .exact(hashes)
            if !isWithinLimit { makeRegisters() }
        } else {
            withRegisters { Self.note(hash, in: &$0) }
        }
    }

    private mutating func makeRegisters() {
        guard case .exact(let hashes) = storage else { return }
        var registers = [UInt8](repeating: 0, count: Self.registerCount)
        for hash in hashes { Self.note(hash, in: &registers) }
        storage = .registers(registers)
    }

    private mutating func withRegisters(_ body: (inout [UInt8]) -> Void) {
        guard case .registers(var registers) = storage else { return }
        storage = .exact([])
        body(&registers)
        storage = .registers(registers)
    }

    private static func note(_ hash: UInt64, in registers: inout [UInt8]) {
        let index = Int(hash >> UInt64(64 - indexBits))
        let rank = UInt8(min((hash << UInt64(indexBits)).leadingZeroBitCount + 1, maximumRank))
        if registers[index] < rank { registers[index] = rank }
    }
}
