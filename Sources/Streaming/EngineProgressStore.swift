internal import Checksum
internal import Commerce
internal import Foundation
public import Lake
internal import Live
internal import Windowing

/// Keeps the progress of an engine in the lake.
///
/// A progress is never changed: the next one has the next number, and once it is durable the older ones are removed. So a
/// reader finds one that is whole, whatever happens to the writer.
public struct EngineProgressStore {
    /// The directory below the lake's root, in which the engine's checkpoints lie too.
    public static let directory = "_souk/spark"

    private static let prefix = "progress-"
    private static let suffix = ".json"
    private static let livePrefix = "live-"
    private static let liveSuffix = ".state"

    private let fileSystem: any FileSystem

    /// The store of a lake.
    public init(fileSystem: any FileSystem) {
        self.fileSystem = fileSystem
    }

    /// The last progress; nil if no engine has worked on the lake.
    ///
    /// - Throws: `FileSystemError`; `PipelineError` with code `.lakeDamaged` if it can't be understood.
    public func last() throws -> EngineProgress? {
        // The file may be replaced by its successor between the listing and the reading.
        for _ in 0..<8 {
            guard let name = try names().last else { return nil }
            do {
                return try decode(try fileSystem.read("\(Self.directory)/\(name)"), name)
            } catch let error as FileSystemError where error.code == .notFound {
                continue
            }
        }
        return nil
    }

    /// Makes a progress durable, and then forgets the earlier ones.
    ///
    /// - Throws: `FileSystemError`.
    func save(_ progress: EngineProgress) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let earlier = try names()
        try write(Array(try encoder.encode(progress)), as: Self.name(progress.number))
        for name in earlier where name != Self.name(progress.number) {
            try fileSystem.delete("\(Self.directory)/\(name)")
        }
    }

    /// Makes the dashboard's figures durable that belong to a progress.
    func save(_ live: [UInt8], number: Int64) throws -> CommitRecord.State {
        let file = CommitRecord.State(
            name: "\(Self.livePrefix)\(number)\(Self.liveSuffix)", checksum: CRC32C.checksum(live))
        try write(live, as: file.name)
        return file
    }

    /// The dashboard's figures in a file; nil if it is lost, damaged, or of another version of Souk.
    ///
    /// - Throws: `FileSystemError` if the file is there and can't be read.
    func live(_ file: CommitRecord.State, windows: WindowSettings) throws -> LiveAggregate? {
        do {
            let bytes = try fileSystem.read("\(Self.directory)/\(file.name)")
            let number = Int64(file.name.dropFirst(Self.livePrefix.count).dropLast(Self.liveSuffix.count))
            guard CRC32C.checksum(bytes) == file.checksum, let number else { return nil }
            var state = PipelineState(settings: windows, live: LiveAggregate(intervalLength: windows.size))
            state.sequence = number
            try StateFile.decode(bytes, into: &state)
            return state.live
        } catch let error as FileSystemError where error.code == .notFound {
            return nil
        } catch is BinaryReaderError {
            return nil
        }
    }

    private func write(_ bytes: [UInt8], as name: String) throws {
        let file = try fileSystem.create("\(Self.directory)/\(name)")
        do {
            try file.write(bytes)
            try file.publish()
        } catch {
            file.abandon()
            throw error
        }
    }

    /// Refuses a lake that an engine elsewhere still writes.
    ///
    /// - Throws: `PipelineError` with code `.lakeOwnedByAnother`.
    func refuseWhileRunning() throws {
        guard let progress = try last(), !progress.isSettled else { return }
        throw PipelineError(
            .lakeOwnedByAnother,
            "the lake at \(fileSystem.location) is fed by Spark at \(progress.engine), or was when that was cut off. It has to be "
                + "ended there, so that every message is accounted for: stop the process that looks after it (souk status, "
                + "souk stop); or, if that is gone, run it once more with --engine \(progress.engine) --until-end.")
    }

    private func names() throws -> [String] {
        try fileSystem.list(Self.directory).map(\.name)
            .filter { $0.hasPrefix(Self.prefix) && $0.hasSuffix(Self.suffix) }.sorted()
    }

    private func decode(_ bytes: [UInt8], _ name: String) throws -> EngineProgress {
        do {
            let progress = try JSONDecoder().decode(EngineProgress.self, from: Data(bytes))
            let times = 0..<Int64(1) << 60
            guard progress.suspects?.allSatisfy(times.contains) ?? true else {
                throw PipelineError(.lakeDamaged, "it names windows beyond all time")
            }
            return progress
        } catch {
            throw PipelineError(
                .lakeDamaged,
                "\(fileSystem.location)/\(Self.directory)/\(name) can't be understood: \(error). It was written by another "
                    + "version of Souk or is damaged.")
        }
    }

    private static func name(_ number: Int64) -> String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: max(0, 12 - digits.count)) + digits + suffix
    }
}
