/// A column of texts that is being put together from rows.
struct TextColumn {
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int32] = [0]

    mutating func append(_ text: some Collection<UInt8>) {
        bytes.append(contentsOf: text)
        ends.append(Int32(bytes.count))
    }
}
