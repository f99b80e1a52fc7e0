internal import Foundation

extension SparkSession {
    /// Interrupts what runs under a tag and what is about to run, for a process that is going to end: since Spark loses an
    /// interrupt that comes before a statement's first job, it is told again for half a minute, beside whatever else is done.
    ///
    /// - Throws: `SparkError` if the server can't be told the first time.
    public func keepInterrupting(tag: String) throws(SparkError) {
        try interrupt(tag: tag)
        Thread.detachNewThread { [self] in
            for _ in 0..<60 {
                Thread.sleep(forTimeInterval: 0.5)
                // A server that was told once and can't be reached any more, or has no such session now, need not be told.
                guard (try? interrupt(tag: tag)) != nil else { return }
            }
        }
    }
}
