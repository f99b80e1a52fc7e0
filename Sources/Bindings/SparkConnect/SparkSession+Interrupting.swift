internal import Foundation

extension SparkSession {
    /// Interrupts what runs under a tag and what is about to run, for a process that is going to end: since Spark loses an
    /// interrupt that comes before a statement's first job, it is told again for some time, beside whatever else is done.
    ///
    /// - Throws: `SparkError` if the server can't be told the first time.
    public func keepInterrupting(tag: String) throws(SparkError) {
        try interrupt(tag: tag)
        Thread.detachNewThread { [self] in
            for _ in 0..<Self.repetitions {
                Thread.sleep(forTimeInterval: Self.secondsBetweenInterrupts)
                // A server that was told once and can't be reached any more, or has no such session now, need not be told.
                guard (try? interrupt(tag: tag)) != nil else { return }
            }
        }
    }

    /// Half a minute of a server that answers at once: until then a statement has begun its first job.
    private static let repetitions = 60
    private static let secondsBetweenInterrupts = 0.5
}
