internal import Commerce
internal import Foundation
internal import Synchronization
internal import System

/// Fetches files of HDFS into the local cache, several at once.
final class HDFSFetcher: Sendable {
    /// A file to fetch.
    struct Item: Sendable {
        /// The absolute path on HDFS.
        var path: String
        var status: HDFSFileStatus
    }

    private let client: HDFSClient
    private let cache: LocalCopyCache
    private let onProgress: (@Sendable (FetchProgress) -> Void)?

    init(_ client: HDFSClient, onProgress: (@Sendable (FetchProgress) -> Void)?) {
        self.client = client
        self.onProgress = onProgress
        let environment = client.environment
        cache = LocalCopyCache(
            directory: client.settings.cacheDirectory, bytesMax: client.settings.cacheBytes,
            unique: client.settings.runIdentity, wallMicroseconds: { environment.wallMicroseconds() })
    }

    /// The local paths of files, in their order.
    func copies(of items: [Item]) throws -> [String] {
        var paths: [String?] = []
        for item in items { paths.append(try cache.path(of: Self.name(of: item), size: item.status.length)) }
        let missing = items.indices.filter { paths[$0] == nil }
        guard !missing.isEmpty else { return paths.compactMap(\.self) }
        let work = Work(
            items: missing.map { ($0, items[$0]) },
            progress: FetchProgress(
                bytes: 0, totalBytes: missing.reduce(0) { $0 + items[$1].status.length }, files: 0,
                totalFiles: missing.count))
        onProgress?(work.progress)
        let shared = Mutex(work)
        let group = DispatchGroup()
        let threads = min(client.settings.parallelFetches, missing.count)
        for _ in 1..<max(threads, 1) {
            group.enter()
            Thread.detachNewThread { [self] in
                fetchAll(shared)
                group.leave()
            }
        }
        fetchAll(shared)
        group.wait()
        let finished = shared.withLock { $0 }
        if let failure = finished.failure { throw failure }
        for (index, path) in finished.paths { paths[index] = path }
        return paths.compactMap(\.self)
    }

    private struct Work {
        var items: [(index: Int, item: Item)]
        var progress: FetchProgress
        var paths: [(Int, String)] = []
        var failure: (any Error)?
    }

    private func fetchAll(_ work: borrowing Mutex<Work>) {
        while let (index, item) = work.withLock({ $0.failure == nil ? $0.items.popLast() : nil }) {
            do {
                let path = try fetch(item) { bytes in
                    report(work) { $0.bytes += Int64(bytes) }
                }
                work.withLock { $0.paths.append((index, path)) }
                report(work) { $0.files += 1 }
            } catch {
                work.withLock { $0.failure = $0.failure ?? error }
            }
        }
    }

    private func report(_ work: borrowing Mutex<Work>, _ change: (inout FetchProgress) -> Void) {
        let progress = work.withLock { work in
            change(&work.progress)
            return work.progress
        }
        onProgress?(progress)
    }

    /// Fetches one file; a reading that broke off goes on where it was.
    private func fetch(_ item: Item, _ count: (Int) -> Void) throws -> String {
        try cache.store(Self.name(of: item), size: item.status.length) { file in
            var position: Int64 = 0
            var schedule = client.retrySchedule()
            while position < item.status.length {
                let start = position
                do {
                    try client.read(item.path, from: position) { bytes in
                        try file.write(bytes.rawSpan, at: position)
                        position += Int64(bytes.count)
                        count(bytes.count)
                    }
                    guard position >= item.status.length else {
                        throw HDFSFailure(.unavailable, "the file broke off at byte \(position)")
                    }
                } catch let failure as HDFSFailure {
                    if position > start { schedule = client.retrySchedule() }
                    guard failure.kind == .unavailable, client.pause(&schedule) else { throw failure }
                }
            }
        }
    }

    /// The name of a copy: what the file is, whatever its name, and since when. A cluster that was made anew counts its files
    /// from the beginning, so the time and the name count, too.
    private static func name(of item: Item) -> String {
        let status = item.status
        let readable = item.path.split(separator: "/").last.map { String($0.suffix(120)) } ?? ""
        return "\(status.fileId)-\(status.modificationTime)-\(status.length)-\(readable)"
    }
}
