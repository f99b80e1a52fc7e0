internal import Synchronization

extension HDFSFileSystem {
    /// Takes the exclusive right to write the lake, as a lease that other machines respect.
    ///
    /// If a process that can't be seen from here holds it, the call watches for `leaseTime` whether it is still kept up.
    /// Files are published only while the lease is ours.
    public func lock(_ path: String) throws -> any FileLock {
        let (directory, name) = split(absolute(path))
        do {
            try publisher.settle()
            if let lease = state.withLock({ $0.lease?.lease }), lease.isHeld {
                throw HDFSLeaseTaker.held(by: client.environment.currentProcess(), location)
            }
            try makeDirectory(directory)
            let taker = HDFSLeaseTaker(
                client: client, publisher: publisher, directory: directory, name: name, identity: identity,
                makeHiddenPath: { [self] in hiddenPath(in: directory, name: name) })
            let lease = try taker.take()
            lease.keepUp()
            state.withLock { $0.lease = WeakLease(lease: lease) }
            return lease
        } catch let failure as HDFSFailure {
            throw FileSystemError(failure, "locking", "\(location)/\(path)")
        }
    }

    /// Settles what an earlier process left: its hidden files in the directory are removed, so that none of them gets a name
    /// by a request that is still on its way. Only the holder of the lease does so; files that other programs are writing, whose
    /// names are of another form, stay.
    ///
    /// There is nothing to make durable: a name that the NameNode shows is in its own log.
    public func synchronize(_ directory: String) throws {
        guard state.withLock({ $0.lease?.lease }) != nil else { return }
        let mark = ".\(client.settings.runIdentity)x"
        for entry in try list(directory) where Self.isHiddenName(entry.name) {
            if !entry.name.contains(mark) { try delete("\(directory)/\(entry.name)") }
        }
    }

    /// Makes sure before a file is published that the right to write the lake, if we took it, is still ours.
    func confirmRight() throws {
        guard let lease = state.withLock({ $0.lease?.lease }) else { return }
        do {
            try lease.confirm()
        } catch let failure as HDFSFailure {
            throw FileSystemError(failure, "making sure of the right to write", location)
        }
    }
}

/// A lease that somebody else keeps.
struct WeakLease {
    weak var lease: HDFSLease?
}
