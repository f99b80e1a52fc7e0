/// What a table demands of its readers and writers: the `protocol` action.
public struct TableProtocol: Codable, Sendable, Hashable {
    /// The least version of the reader protocol.
    public var minReaderVersion: Int
    /// The least version of the writer protocol.
    public var minWriterVersion: Int
    /// The features that a reader must know; only with reader version 3.
    public var readerFeatures: [String]?
    /// The features that a writer must know; only with writer version 7.
    public var writerFeatures: [String]?

    /// What Souk's own tables demand: nothing that any Delta reader could lack.
    public static let plain = TableProtocol(minReaderVersion: 1, minWriterVersion: 2)

    /// Features that change nothing for a reader, or whose use shows in the actions and is refused there.
    private static let readableFeatures: Set<String> = ["vacuumProtocolCheck", "deletionVectors", "columnMapping"]
    /// Features that a writer that only adds and removes whole files satisfies.
    private static let writableFeatures: Set<String> = readableFeatures.union(["appendOnly", "invariants"])

    /// Checks that Souk reads such a table right.
    ///
    /// - Throws: `DeltaError` with code `.unsupported`, which names what is missing.
    public func checkReadable(_ metadata: TableMetadata, at location: String) throws(DeltaError) {
        guard (1...3).contains(minReaderVersion) else {
            throw DeltaError(
                .unsupported, "\(location) demands reader version \(minReaderVersion), Souk reads versions 1 to 3.")
        }
        let unknown = Set(readerFeatures ?? []).subtracting(Self.readableFeatures).sorted()
        guard unknown.isEmpty else {
            throw DeltaError(
                .unsupported, "\(location) uses features that Souk does not read: \(unknown.joined(separator: ", ")).")
        }
        let mapping = metadata.configuration["delta.columnMapping.mode"] ?? "none"
        guard mapping == "none" else {
            throw DeltaError(.unsupported, "\(location) maps its columns by \(mapping); Souk reads unmapped columns.")
        }
        guard metadata.format.provider == "parquet" else {
            throw DeltaError(.unsupported, "\(location) holds \(metadata.format.provider) files; Souk reads Parquet.")
        }
    }

    /// Checks that Souk writes such a table right.
    ///
    /// - Throws: `DeltaError` with code `.unsupported`, which names what is missing.
    public func checkWritable(_ metadata: TableMetadata, at location: String) throws(DeltaError) {
        try checkReadable(metadata, at: location)
        guard minWriterVersion <= 2 || minWriterVersion == 7 else {
            throw DeltaError(
                .unsupported, "\(location) demands writer version \(minWriterVersion), Souk writes versions 1, 2 and 7."
            )
        }
        let unknown = Set(writerFeatures ?? []).subtracting(Self.writableFeatures).sorted()
        guard unknown.isEmpty else {
            throw DeltaError(
                .unsupported, "\(location) uses features that Souk does not write: \(unknown.joined(separator: ", ")).")
        }
        guard !metadata.schemaString.contains("delta.invariants") else {
            throw DeltaError(.unsupported, "\(location) has column invariants, which Souk does not check.")
        }
        guard metadata.partitionColumns.isEmpty else {
            throw DeltaError(.unsupported, "\(location) has partition columns; Souk writes unpartitioned tables.")
        }
    }
}
