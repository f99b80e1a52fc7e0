import CSystem

/// Files whose content is made durable together. The disk serves them at the same time, which takes hardly longer than
/// one of them alone.
@safe
public struct SynchronizationGroup: Sendable {
    private var numbers: [Int32] = []
    private var paths: [String] = []

    /// An empty group.
    public init() {}

    /// How many files there are.
    public var count: Int { numbers.count }

    /// Adds a file, which stays open until `synchronizeData` has been called.
    public mutating func add(_ file: borrowing FileDescriptor) {
        numbers.append(file.number)
        paths.append(file.path)
    }

    /// Makes the content of all files durable, as `FileDescriptor.synchronizeData` does, and blocks until it is.
    ///
    /// - Throws: the failure of the first file that has one; the others are synchronized all the same.
    public func synchronizeData() throws(SystemError) {
        guard !numbers.isEmpty else { return }
        var results = [Int32](repeating: 0, count: numbers.count)
        unsafe numbers.withUnsafeBufferPointer { numbers in
            unsafe results.withUnsafeMutableBufferPointer { results in
                unsafe souk_synchronize_data_of(numbers.baseAddress, numbers.count, results.baseAddress)
            }
        }
        for (result, path) in zip(results, paths) { try SystemError.check(result, "synchronizing", path) }
    }
}
