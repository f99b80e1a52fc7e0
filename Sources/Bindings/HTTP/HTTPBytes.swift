/// Bytes that never change and that many connections send at the same time without copying them.
@safe
public final class HTTPBytes: Sendable {
    /// How many bytes there are.
    public let count: Int
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

    /// Copies bytes once into memory of their own.
    public init(_ bytes: some Collection<UInt8>) {
        count = bytes.count
        unsafe storage = .allocate(byteCount: bytes.count, alignment: 1)
        unsafe storage.copyBytes(from: bytes)
    }

    /// Copies the UTF-8 of a text.
    public convenience init(_ text: String) {
        self.init(Array(text.utf8))
    }

    deinit {
        unsafe storage.deallocate()
    }

    /// The bytes as an array of their own.
    public var array: [UInt8] {
        unsafe Array(storage)
    }

    /// The bytes where they lie; valid as long as this object.
    var base: UnsafeMutableRawPointer? {
        unsafe storage.baseAddress
    }

    /// Copies as many bytes as fit, beginning at `position`; returns how many.
    func copy(from position: Int, into destination: UnsafeMutableRawBufferPointer) -> Int {
        let length = min(count - position, destination.count)
        guard length > 0 else { return 0 }
        unsafe destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[position..<position + length]))
        return length
    }
}
