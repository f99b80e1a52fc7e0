/// A file being written, not yet visible. Used by one thread at a time.
public protocol FileWriter: AnyObject {
    /// Bytes written so far.
    var count: Int64 { get }

    /// The name under which the file will be published, in the directory where it was created. It may be changed until
    /// then, since a data file's name tells what the file came to hold.
    var name: String { get set }

    /// Appends bytes.
    func write(_ bytes: RawSpan) throws

    /// Says that nothing more will be written, so that a distant disk can make the content durable while the caller does
    /// something else. `publish` waits for that, and tells if it failed.
    func seal() throws

    /// Makes the content durable and then visible under its name: fsync, rename, fsync of the directory. An existing file
    /// of that name is replaced.
    func publish() throws

    /// As `publish`, but only if there is no file of that name; the decision is atomic.
    ///
    /// - Returns: false, with the written content discarded, if the name was taken.
    func publishIfAbsent() throws -> Bool

    /// Discards what was written.
    func abandon()
}
