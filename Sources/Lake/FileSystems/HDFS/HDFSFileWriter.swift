/// A file of a lake on HDFS that is being written.
///
/// A short file is kept until it is published, so that it can be written again when a server fails. A longer one is sent to
/// a DataNode while it grows.
final class HDFSFileWriter: FileWriter {
    private enum State {
        case kept
        case sending(HDFSUpload, hidden: String)
        /// Sent to its end, with the answer still to come. A short file is kept all the same.
        case sealed(HDFSUpload, hidden: String, isKept: Bool)
        case over
    }

    private let fileSystem: HDFSFileSystem
    private let directory: String
    private var state = State.kept
    /// All bytes while the file is kept; afterwards those that wait for company, since a request per few bytes is slow.
    private var buffer: [UInt8] = []

    private(set) var count: Int64 = 0
    var name: String

    private static let pieceBytes = 256 << 10
    /// How often a short file is written again because its hidden file was taken for a left-over.
    private static let lossesMax = 3

    init(_ fileSystem: HDFSFileSystem, directory: String, name: String) {
        self.fileSystem = fileSystem
        self.directory = directory
        self.name = name
    }

    deinit {
        abandon()
    }

    func write(_ bytes: RawSpan) throws {
        switch state {
        case .over, .sealed: preconditionFailure("a published, abandoned or sealed file is written")
        case .kept, .sending: break
        }
        count += Int64(bytes.byteCount)
        // Copied out of memory that is only lent; nothing keeps the pointer.
        unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
        switch state {
        case .kept where buffer.count > fileSystem.client.settings.retainedBytesMax: try startSending()
        case .sending(let upload, _) where buffer.count >= Self.pieceBytes: try flush(upload)
        default: break
        }
    }

    func seal() throws {
        switch state {
        case .kept:
            // What fails now is done again, and explained, when the file is published.
            guard let (upload, hidden) = try? begin() else { return }
            guard (try? upload.end()) != nil else { return fileSystem.publisher.discard(hidden) }
            state = .sealed(upload, hidden: hidden, isKept: true)
        case .sending(let upload, let hidden):
            if !buffer.isEmpty { try flush(upload) }
            try explaining("writing") { () throws(HDFSFailure) in try upload.end() }
            state = .sealed(upload, hidden: hidden, isKept: false)
        case .sealed, .over: break
        }
    }

    func publish() throws {
        _ = try publish(overwriting: true)
    }

    func publishIfAbsent() throws -> Bool {
        try publish(overwriting: false)
    }

    func abandon() {
        switch state {
        case .sending(let upload, let hidden), .sealed(let upload, let hidden, _):
            upload.cancel()
            fileSystem.publisher.discard(hidden)
        case .kept, .over: break
        }
        state = .over
        buffer = []
    }

    private var path: String { "\(directory)/\(name)" }

    private func startSending() throws {
        let (upload, hidden) = try explaining("writing") { () throws(HDFSFailure) in
            try fileSystem.client.persist(begin)
        }
        buffer = []
        state = .sending(upload, hidden: hidden)
    }

    /// Begins a hidden file with what was kept, once.
    private func begin() throws(HDFSFailure) -> (HDFSUpload, hidden: String) {
        let hidden = fileSystem.hiddenPath(in: directory, name: name)
        let upload = try fileSystem.client.beginFile(hidden)
        try upload.write(buffer)
        return (upload, hidden)
    }

    private func flush(_ upload: HDFSUpload) throws {
        try explaining("writing") { () throws(HDFSFailure) in try upload.write(buffer) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func publish(overwriting: Bool) throws -> Bool {
        try fileSystem.confirmRight()
        switch state {
        case .over: preconditionFailure("a file is published twice")
        case .kept: return try publishKept(overwriting: overwriting)
        case .sending:
            try seal()
            return try publish(overwriting: overwriting)
        case .sealed(let upload, let hidden, let isKept):
            return try publishSealed(upload, hidden, isKept: isKept, overwriting: overwriting)
        }
    }

    private func publishSealed(
        _ upload: HDFSUpload, _ hidden: String, isKept: Bool, overwriting: Bool
    ) throws -> Bool {
        var isSent = false
        do throws(HDFSFailure) {
            try upload.finish()
            isSent = true
            return try rename(hidden, overwriting: overwriting)
        } catch {
            // A renaming that may still take place is no reason to write the file again: it would be another file.
            guard isKept, isSent ? error.kind == .notFound : error.kind == .unavailable else {
                throw FileSystemError(error, "publishing", fileSystem.location(of: path))
            }
            fileSystem.publisher.discard(hidden)
            state = .kept
            return try publishKept(overwriting: overwriting)
        }
    }

    private func publishKept(overwriting: Bool) throws -> Bool {
        var losses = 0
        while true {
            let hidden = try explaining("writing") { () throws(HDFSFailure) in
                try fileSystem.client.persist { () throws(HDFSFailure) in
                    let hidden = fileSystem.hiddenPath(in: directory, name: name)
                    try fileSystem.client.write(buffer, to: hidden)
                    return hidden
                }
            }
            do throws(HDFSFailure) {
                return try rename(hidden, overwriting: overwriting)
            } catch {
                losses += 1
                guard error.kind == .notFound, losses < Self.lossesMax else {
                    throw FileSystemError(error, "publishing", fileSystem.location(of: path))
                }
            }
            // Who holds the lease removes the hidden files of others: it may be another one by now.
            try fileSystem.confirmRight()
        }
    }

    private func rename(_ hidden: String, overwriting: Bool) throws(HDFSFailure) -> Bool {
        do throws(HDFSFailure) {
            let isPublished = try renameChecked(hidden, overwriting: overwriting)
            if !isPublished { fileSystem.publisher.discard(hidden) }
            state = .over
            buffer = []
            return isPublished
        } catch {
            // One that may still be renamed is dealt with before anything else is done.
            if error.kind != .unavailable { fileSystem.publisher.discard(hidden) }
            throw error
        }
    }

    private func renameChecked(_ hidden: String, overwriting: Bool) throws(HDFSFailure) -> Bool {
        guard let status = try fileSystem.client.status(hidden) else {
            throw HDFSFailure(.notFound, "the file was removed before it was published")
        }
        guard status.length == count, status.fileId != 0 else {
            throw HDFSFailure(
                .refused, "the server says that file \(status.fileId) has \(status.length) bytes instead of \(count)",
                advice: "Use a NameNode's own address; gateways such as HttpFS do not tell what a file is.")
        }
        return try fileSystem.publisher.rename(
            hidden, fileId: status.fileId, to: path, overwriting: overwriting)
    }

    private func explaining<Value>(
        _ activity: String, _ body: () throws(HDFSFailure) -> Value
    ) throws(FileSystemError) -> Value {
        do throws(HDFSFailure) {
            return try body()
        } catch {
            throw FileSystemError(error, activity, fileSystem.location(of: path))
        }
    }
}
