internal import System

/// A file of a local lake that is being written under a hidden name.
final class LocalFileWriter: FileWriter {
    private let disk: any Disk
    private let file: any DiskFile
    private let hiddenPath: String
    private let directory: String
    private var isOpen = true

    private(set) var count: Int64 = 0
    var name: String

    init(disk: any Disk, file: any DiskFile, hiddenPath: String, directory: String, name: String) {
        self.disk = disk
        self.file = file
        self.hiddenPath = hiddenPath
        self.directory = directory
        self.name = name
    }

    deinit {
        abandon()
    }

    func write(_ bytes: RawSpan) throws {
        precondition(isOpen, "a published or abandoned file is written")
        try explaining("writing") { try file.write(bytes) }
        count += Int64(bytes.byteCount)
    }

    func publish() throws {
        try finishContent()
        try explaining("publishing") { try disk.rename(hiddenPath, to: path) }
        try synchronizeDirectory()
    }

    func publishIfAbsent() throws -> Bool {
        try finishContent()
        let isPublished = try explaining("publishing") {
            let isLinked = try disk.link(hiddenPath, to: path)
            try disk.remove(hiddenPath)
            return isLinked
        }
        if isPublished { try synchronizeDirectory() }
        return isPublished
    }

    func abandon() {
        guard isOpen else { return }
        isOpen = false
        // A hidden file that can't be removed now is found and removed with the other left-overs.
        try? file.close()
        try? disk.remove(hiddenPath)
    }

    private var path: String { "\(directory)/\(name)" }

    private func finishContent() throws {
        precondition(isOpen, "a file is published twice")
        do {
            try file.synchronize()
        } catch let error as SystemError {
            throw FileSystemError(failedSynchronization: error, path)
        }
        isOpen = false
        try explaining("closing") { try file.close() }
    }

    private func synchronizeDirectory() throws {
        do {
            try disk.synchronizeDirectory(directory)
        } catch let error as SystemError {
            throw FileSystemError(failedSynchronization: error, directory)
        }
    }

    private func explaining<Result>(_ activity: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SystemError {
            throw FileSystemError(error, activity, path)
        }
    }
}
