internal import Foundation
public import Lake

/// The checkpoint of a streaming query, read where it lies: what Spark has promised and done, whether or not it runs.
///
/// The layout is Spark's (`StreamExecution`): `metadata` names the query, `offsets/N` says where batch N ends before it is
/// run, `commits/N` that it was run.
public struct SparkCheckpoint {
    private let fileSystem: any FileSystem
    private let directory: String

    /// The checkpoint in a directory of the lake.
    public init(fileSystem: any FileSystem, directory: String) {
        self.fileSystem = fileSystem
        self.directory = directory
    }

    /// The query's identifier, which Delta Lake notes beside the number of its last batch; nil before the query's first start.
    ///
    /// - Throws: `FileSystemError`, `SparkJobError` with code `.checkpointDamaged`.
    public func queryID() throws -> String? {
        struct Metadata: Decodable {
            var id: String
        }
        guard let bytes = try read("metadata") else { return nil }
        do {
            return try JSONDecoder().decode(Metadata.self, from: Data(bytes)).id
        } catch {
            throw damaged("metadata", "\(error)")
        }
    }

    /// The number of the last batch that was run; nil before the first.
    ///
    /// - Throws: `FileSystemError`.
    public func lastCommittedBatch() throws -> Int64? {
        try fileSystem.list("\(directory)/commits").compactMap { Int64($0.name) }.max()
    }

    /// Where a batch of the Kafka source ends, by partition.
    ///
    /// - Throws: `FileSystemError`, `SparkJobError` with code `.checkpointDamaged`.
    public func endOffsets(ofBatch batch: Int64) throws -> [Int32: Int64] {
        let name = "offsets/\(batch)"
        guard let bytes = try read(name) else {
            throw damaged(name, "the file is not there, although the batch was run")
        }
        // The version, the batch's metadata, and a line for each source.
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count == 3 else { throw damaged(name, "it has \(lines.count) lines, not three") }
        do {
            return try JSONDecoder().decode(TopicOffsets.self, from: Data(lines[2].utf8)).partitions
        } catch {
            throw damaged(name, "\(error)")
        }
    }

    /// The watermark that a batch worked with, in microseconds since the epoch; nil before the query has seen an event.
    ///
    /// - Throws: as `endOffsets`.
    public func watermark(ofBatch batch: Int64) throws -> Int64? {
        struct Metadata: Decodable {
            var batchWatermarkMs: Int64
        }
        let name = "offsets/\(batch)"
        guard let bytes = try read(name) else {
            throw damaged(name, "the file is not there, although the batch was run")
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard lines.count > 1 else { throw damaged(name, "it has no metadata") }
        do {
            let milliseconds = try JSONDecoder().decode(Metadata.self, from: Data(lines[1].utf8)).batchWatermarkMs
            return milliseconds == 0 ? nil : milliseconds * 1_000
        } catch {
            throw damaged(name, "\(error)")
        }
    }

    private func read(_ name: String) throws -> [UInt8]? {
        do {
            return try fileSystem.read("\(directory)/\(name)")
        } catch let error as FileSystemError where error.code == .notFound {
            return nil
        }
    }

    private func damaged(_ name: String, _ why: String) -> SparkJobError {
        SparkJobError(
            .checkpointDamaged,
            "Spark's checkpoint \(fileSystem.location)/\(directory)/\(name) can't be understood: \(why). Restore it, or start "
                + "a new lake.")
    }
}
