import TransactionLogs

extension EmbeddedLog {
    /// How many messages were ever written to the log.
    func messageCount() throws -> Int64 {
        try partitions().reduce(0) { try $0 + offsets(of: $1).upperBound }
    }
}

extension EmbeddedLogLayout {
    /// The layout that the configuration asks for.
    init(_ configuration: Configuration, identity: [UInt8], partitions: Int) {
        self.init(
            identity: identity, partitions: Int32(partitions), segmentBytes: Int(configuration[.segmentBytes].bytes),
            maximumRecordBytes: Int(configuration[.maxMessageBytes].bytes))
    }
}

extension RetentionPolicy {
    /// How long the configuration wants segments to be kept; nil if for ever.
    init?(_ configuration: Configuration) {
        let age = configuration[.retentionAge]
        let bytes = configuration[.retentionBytes].bytes
        guard age > .zero || bytes > 0 else { return nil }
        self.init(maximumAge: age > .zero ? age : nil, maximumBytes: bytes > 0 ? bytes : nil)
    }
}

extension LogURL {
    /// Whether the address is that of a CSV file, by its name.
    var isCSV: Bool {
        if case .file(let path) = self { path.lowercased().hasSuffix(".csv") } else { false }
    }
}
