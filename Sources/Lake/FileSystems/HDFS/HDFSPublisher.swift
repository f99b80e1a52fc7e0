internal import Synchronization
internal import Web

/// Gives hidden files their names, and knows for certain what became of it even if the NameNode's answer was lost.
///
/// A file keeps its `fileId` when it is renamed. Whatever went wrong, the file that has the name now tells whether the
/// renaming took place.
final class HDFSPublisher: Sendable {
    private let client: HDFSClient
    private let unsettled = Mutex<[String]>([])

    init(_ client: HDFSClient) {
        self.client = client
    }

    /// Renames a hidden file.
    ///
    /// - Parameters:
    ///   - hidden: the file's path.
    ///   - fileId: what the file is.
    ///   - path: the new path.
    ///   - overwriting: whether a file that has the name is replaced.
    /// - Returns: false if another file has the name.
    /// - Throws: `HDFSFailure`: `.notFound` if the hidden file is gone, `.unavailable` if it could not be found out in time
    ///   what happened; `settle` then sees to it that nothing happens later.
    func rename(
        _ hidden: String, fileId: Int64, to path: String, overwriting: Bool
    ) throws(HDFSFailure) -> Bool {
        var schedule = client.retrySchedule()
        do throws(HDFSFailure) {
            while true {
                let failure: HDFSFailure
                do throws(HDFSFailure) {
                    let response = try client.attempt(.rename(to: path, overwriting: overwriting), hidden)
                    if response.body.isEmpty { return true }
                    failure = HDFSFailure(
                        .refused, "the server does not know `renameoptions`",
                        advice: "Use a NameNode's own address; gateways such as HttpFS can't publish files safely.")
                } catch {
                    failure = error
                }
                let present = try client.status(path)
                if let present, present.fileId == fileId { return true }
                if present != nil, !overwriting, Self.mayMeanTaken(failure) { return false }
                guard failure.kind == .unavailable, client.pause(&schedule) else { throw failure }
            }
        } catch {
            // A request that is still on its way may rename the file at any moment, until the file is gone.
            if error.kind == .unavailable { unsettled.withLock { $0.append(hidden) } }
            throw error
        }
    }

    /// Whether a failure goes together with a name that is taken, by a file or a directory.
    private static func mayMeanTaken(_ failure: HDFSFailure) -> Bool {
        switch failure.kind {
        case .exists, .notADirectory, .unavailable, .notFound: true
        case .notPermitted, .quotaExceeded, .refused: false
        }
    }

    /// Removes hidden files of which it is not known whether they were renamed: afterwards they either were or never will
    /// be. Everything that is read later is therefore settled.
    func settle() throws(HDFSFailure) {
        while let hidden = unsettled.withLock({ $0.last }) {
            _ = try client.perform(.delete, hidden)
            unsettled.withLock { $0.removeAll { $0 == hidden } }
        }
    }

    /// Removes a hidden file that nobody needs; one that can't be removed now is found with the other left-overs.
    func discard(_ hidden: String) {
        client.attemptIfReachable(.delete, hidden)
    }
}
