internal import CPlatform

/// A system call that failed: what was being done, and the operating system's own number and words for it.
public struct PlatformError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was being done, such as `writing to standard output`.
    public var operation: String
    /// The error number (`errno`).
    public var number: Int32

    /// The failure of an operation.
    public init(_ operation: String, number: Int32) {
        self.operation = operation
        self.number = number
    }

    /// What was being done and why it failed.
    public var description: String { "\(operation): \(Self.words(for: number))" }

    /// The operating system's words for an error number.
    public static func words(for number: Int32) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
            unsafe souk_error_text(number, text.baseAddress, text.count)
            return unsafe String(decoding: UnsafeRawBufferPointer(text).prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
