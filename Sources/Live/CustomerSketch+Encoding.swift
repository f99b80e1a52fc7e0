internal import Commerce

extension CustomerSketch {
    func encode(into writer: inout BinaryWriter) {
        switch storage {
        case .exact(let hashes):
            writer.writeFlag(true)
            writer.writeCount(hashes.count)
            for hash in hashes.sorted() { writer.writeFixed(hash) }
        case .registers(let registers):
            writer.writeFlag(false)
            writer.writeBytes(registers)
        }
    }

    init(from reader: inout BinaryReader) throws(BinaryReaderError) {
        self.init()
        if try reader.readFlag() {
            let count = try reader.readCount(minimumElementSize: 8, limit: Self.exactLimit)
            var hashes: Set<UInt64> = []
            var previous: UInt64?
            for _ in 0..<count {
                let hash: UInt64 = try reader.readFixed()
                try reader.check(previous.map { $0 < hash } ?? true, "hashes are not in order")
                hashes.insert(hash)
                previous = hash
            }
            storage = .exact(hashes)
        } else {
            let registers = try reader.readBytes(limit: Self.registerCount)
            try reader.check(
                registers.count == Self.registerCount && registers.allSatisfy { $0 <= Self.maximumRank },
                "the registers of a sketch are out of range")
            storage = .registers(registers)
        }
    }
}
