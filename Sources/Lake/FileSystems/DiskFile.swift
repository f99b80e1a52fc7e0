/// A file that a `Disk` has made, while it is written.
public protocol DiskFile: AnyObject {
    /// Appends bytes.
    func write(_ bytes: RawSpan) throws

    /// Makes the content durable. After a failure nothing that was written may be trusted.
    func synchronize() throws

    /// Ends the writing.
    func close() throws
}
