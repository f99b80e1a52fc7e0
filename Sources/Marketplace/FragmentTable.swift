/// Pieces of text that messages are made of, in one buffer.
struct FragmentTable: Sendable {
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = [0]

    init(_ fragments: [String]) {
        for fragment in fragments {
            bytes += fragment.utf8
            ends.append(bytes.count)
        }
    }

    @inline(__always)
    func range(_ index: Int) -> Range<Int> {
        ends[index]..<ends[index + 1]
    }
}
