internal import System

extension HDFSFileSystem {
    /// A cached copy of a file, fetched if it is not there.
    public func localCopy(of path: String) throws -> String {
        let fullPath = absolute(path)
        return try fetching(path) {
            guard let status = try client.status(fullPath) else {
                throw HDFSFailure(.notFound, "there is no such file", advice: "Check the path.")
            }
            return try fetcher.copies(of: [HDFSFetcher.Item(path: fullPath, status: status)])
        }[0]
    }

    /// Cached copies of files, fetched several at a time; one request per directory tells which are there already.
    public func localCopies(of paths: [String]) throws -> [String] {
        var known: [String: [String: HDFSFileStatus]] = [:]
        return try fetching(paths.first ?? "") {
            let items = try paths.map { path in
                let (directory, name) = split(absolute(path))
                if known[directory] == nil {
                    known[directory] = Dictionary(
                        try statuses(ofDirectory: directory).map { ($0.pathSuffix, $0) }, uniquingKeysWith: { $1 })
                }
                guard let status = known[directory]?[name] else {
                    throw HDFSFailure(.notFound, "\(path) is not there", advice: "Check the path.")
                }
                return HDFSFetcher.Item(path: "\(directory)/\(name)", status: status)
            }
            return try fetcher.copies(of: items)
        }
    }

    private func fetching(_ path: String, _ body: () throws -> [String]) throws -> [String] {
        do {
            try publisher.settle()
            return try body()
        } catch let failure as HDFSFailure {
            throw FileSystemError(failure, "fetching", "\(location)/\(path)")
        } catch let error as SystemError {
            throw FileSystemError(error, "keeping a copy of", "\(location)/\(path)")
        }
    }
}
