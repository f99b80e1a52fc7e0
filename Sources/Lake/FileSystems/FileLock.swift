/// An exclusive right that was taken with `FileSystem.lock`.
public protocol FileLock: AnyObject, Sendable {
    /// Gives the right back.
    func unlock()
}
