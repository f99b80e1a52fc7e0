internal import Commerce

extension FileWriter {
    /// Appends bytes.
    public func write(_ bytes: [UInt8]) throws {
        try write(bytes.rawSpan)
    }

    /// A near disk gains nothing from an early word.
    public func seal() throws {}
}
