internal import Checksum
internal import Commerce
internal import Lake

/// Keeps state files in the lake's state directory.
struct StateStore {
    /// The directory below the lake's root. Its name begins with an underscore, so that no reader takes it for a table.
    static let directory = "_souk/state"

    let fileSystem: any FileSystem

    /// Makes a state durable.
    ///
    /// - Returns: what the commit's record has to say of the file.
    func save(_ bytes: [UInt8], sequence: Int64) throws -> CommitRecord.State {
        let checksum = CRC32C.checksum(bytes)
        let name = Self.name(sequence: sequence, checksum: checksum)
        let file = try fileSystem.create("\(Self.directory)/\(name)")
        do {
            try file.write(bytes)
            try file.publish()
        } catch {
            file.abandon()
            throw error
        }
        return CommitRecord.State(name: name, checksum: checksum)
    }

    /// The bytes of a state file; nil if it is lost or damaged.
    ///
    /// - Throws: `FileSystemError` if the file is there and can't be read.
    private func load(_ state: CommitRecord.State) throws -> [UInt8]? {
        let bytes: [UInt8]
        do {
            bytes = try fileSystem.read("\(Self.directory)/\(state.name)")
        } catch let error as FileSystemError where error.code == .notFound {
            return nil
        }
        return CRC32C.checksum(bytes) == state.checksum ? bytes : nil
    }

    /// Puts the windows and live figures of a commit into a state whose other parts come from the commit's record.
    ///
    /// - Returns: false, with the state as it was, if the file is lost, damaged, or of another version of Souk; the state
    ///   can be rebuilt then.
    /// - Throws: `FileSystemError` if the file is there and can't be read.
    func restore(_ state: inout PipelineState, from file: CommitRecord.State) throws -> Bool {
        guard let bytes = try load(file) else { return false }
        do {
            try StateFile.decode(bytes, into: &state)
            return true
        } catch {
            // The bytes are those that were written, so another version of Souk wrote them.
            return false
        }
    }

    /// Keeps a copy of a commit's record beside its state, for a lake whose log somebody else has shortened.
    func save(_ record: CommitRecord) throws {
        let file = try fileSystem.create("\(Self.directory)/\(Self.recordName(of: record.state))")
        do {
            try file.write(Array(try record.json().utf8))
            try file.publish()
        } catch {
            file.abandon()
            throw error
        }
    }

    /// The kept records that can be read.
    func records() throws -> [CommitRecord] {
        try fileSystem.list(Self.directory).filter { $0.name.hasSuffix(Self.recordSuffix) }.compactMap { entry in
            let bytes = try fileSystem.read("\(Self.directory)/\(entry.name)")
            // A copy that is damaged is no copy; the log's own record is the one that counts.
            return try? CommitRecord(json: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Removes all files but those of the commit with the named state, which is the last, and what was left of others that
    /// were being written.
    func removeAll(except state: CommitRecord.State?) throws {
        let kept = state.map { [$0.name, Self.recordName(of: $0)] } ?? []
        for entry in try fileSystem.list(Self.directory) where !entry.isDirectory && !kept.contains(entry.name) {
            try fileSystem.delete("\(Self.directory)/\(entry.name)")
        }
    }

    private static let recordSuffix = ".record"

    private static func recordName(of state: CommitRecord.State) -> String { state.name + recordSuffix }

    private static func name(sequence: Int64, checksum: UInt32) -> String {
        let digits = String(sequence)
        let hexadecimal = String(checksum, radix: 16)
        return "commit-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
            + "-" + String(repeating: "0", count: 8 - hexadecimal.count) + hexadecimal + ".state"
    }
}
