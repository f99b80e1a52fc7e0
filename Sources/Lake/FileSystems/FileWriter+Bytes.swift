internal import Commerce

extension FileWriter {
    /// Appends bytes.
    public func write(_ bytes: [UInt8]) throws {
        try write(bytes.rawSpan)
    }
}
