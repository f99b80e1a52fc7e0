extension TransactionBatch {
    /// Forgets the rows and their users, after they were written out; rejections and the dictionaries of low cardinality stay.
    public mutating func removeRows() {
        var kept: [Rejection] = []
        swap(&kept, &rejections)
        removeAll()
        swap(&kept, &rejections)
    }

    /// Forgets the refused messages, after they were written out.
    public mutating func removeRejections() {
        rejections.removeAll(keepingCapacity: true)
    }
}
