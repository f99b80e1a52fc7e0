import Lake
import Synchronization

/// A lake's file system, and what is shown while files come from it.
final class LakePlace: Sendable {
    /// Where the lake is.
    let url: LakeURL
    /// What it lies on.
    let fileSystem: any FileSystem
    private let fetching: FetchDisplay

    /// A place that a command was given; nothing is asked of it yet.
    ///
    /// - Throws: `CommandError` with exit code 10 if a file with a secret can't be read.
    init(_ url: LakeURL, _ configuration: Configuration) throws {
        self.url = url
        let fetching = FetchDisplay()
        self.fetching = fetching
        switch url {
        case .directory(let path): fileSystem = LocalFileSystem(root: path)
        case .hdfs(let address):
            fileSystem = HDFSFileSystem(try HDFSSettings(address, configuration), onProgress: { fetching.show($0) })
        }
    }

    /// Does something that needs files of the lake on this machine, and shows how far they have come.
    func fetch<Result>(on console: Console, _ body: () throws -> Result) rethrows -> Result {
        guard url.directory == nil else { return try body() }
        return try WorkProgress.show("fetching", unit: "bytes", total: nil, on: console) { progress in
            fetching.begin(progress)
            defer { fetching.end() }
            return try body()
        }
    }

    /// Hands the file system's progress to whatever shows it now.
    private final class FetchDisplay: Sendable {
        private let progress = Mutex<WorkProgress?>(nil)

        func begin(_ progress: WorkProgress) { self.progress.withLock { $0 = progress } }

        func end() { progress.withLock { $0 = nil } }

        func show(_ state: FetchProgress) {
            progress.withLock { $0 }?.update(completed: state.bytes, total: state.totalBytes)
        }
    }
}
