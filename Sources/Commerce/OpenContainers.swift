/// The arrays and objects around the place where a reader stands: a stack of bits, so that nesting needs no recursion.
struct OpenContainers {
    /// The most arrays and objects that may be open at once; deeper messages are refused as invalid JSON.
    static let limit = 128

    /// Containers that were open already and are not this stack's to close.
    let outside: Int
    private(set) var count = 0
    private var objects: UInt128 = 0

    init(outside: Int) {
        self.outside = outside
    }

    var isEmpty: Bool { count == 0 }
    var isInObject: Bool { objects & 1 == 1 }
    var isFull: Bool { outside + count >= Self.limit }

    mutating func push(isObject: Bool) {
        objects = objects << 1 | (isObject ? 1 : 0)
        count += 1
    }

    mutating func pop() {
        objects >>= 1
        count -= 1
    }
}
