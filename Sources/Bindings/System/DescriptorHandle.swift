import CSystem

/// The number of an open file and the duty to close it.
struct DescriptorHandle: ~Copyable, Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        _ = souk_close(number)
    }

    /// Closes the file and hands on what the system answered.
    consuming func close() -> Int32 {
        let number = number
        discard self
        return souk_close(number)
    }
}
