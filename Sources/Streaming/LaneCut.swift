internal import Lake
internal import Live
internal import TransactionLogs
internal import Windowing

/// What a lane took in between two cuts, on its way into a commit.
struct LaneCut {
    /// Which messages.
    var piece: CommitRecord.Piece
    /// What tells whether the log still holds what the lane has read; nil if it has read nothing.
    var fingerprint: LogFingerprint?
    /// The offsets whose messages were replaced in the log after they had been read, so that the new ones were not; nil for
    /// none, and if an earlier cut said it.
    var replaced: Range<Int64>?
    /// Where they went.
    var accounting: Accounting
    /// What they add to the windows.
    var windows: CutWindows
    /// The lane's live view since the pipeline started.
    var live: LiveAggregate
    /// The partition's watermark at the cut.
    var watermark: PartitionWatermark
    /// Whether the lane had read all that there was when it looked last.
    var isCaughtUp: Bool
    /// The rows' file, complete but for its end; nil if there were no rows.
    var transactions: TransactionsFile?
    /// The refused messages' file, complete but for its end; nil if there were none.
    var rejections: RejectedFile?

    /// Discards the files of a commit that will not be made.
    func abandon() {
        transactions?.abandon()
        rejections?.abandon()
    }
}
