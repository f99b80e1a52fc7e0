internal import Commerce

extension LiveGroups {
    /// The numbers of the keys that are written, in the order of the keys' bytes.
    var writtenNumbers: [Int] {
        keys.indices.filter { totals[$0].transactions > 0 }.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
    }

    func encode(into writer: inout BinaryWriter) {
        let order = writtenNumbers
        writer.writeCount(order.count)
        for number in order {
            writer.writeBytes(keys[number])
            totals[number].encode(into: &writer)
        }
    }

    init(from reader: inout BinaryReader) throws(BinaryReaderError) {
        self.init()
        let count = try reader.readCount(minimumElementSize: 4, limit: Self.maximumKeys + 1)
        var previous: [UInt8]?
        for _ in 0..<count {
            let key = Array(try reader.readText().utf8)
            try reader.check(
                previous.map { $0.lexicographicallyPrecedes(key) } ?? true, "keys are not in the order of their bytes")
            let totals = try LiveTotals(from: &reader)
            try reader.check(totals.transactions > 0, "a key has no transactions")
            add(totals, of: key)
            previous = key
        }
    }
}
