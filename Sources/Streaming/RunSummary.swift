/// What one run of a pipeline came to.
public struct RunSummary: Sendable, Equatable {
    /// What this run counted, not the lake's whole life.
    public var accounting: Accounting
    /// The lake's account since it began.
    public var total: Accounting

    /// The outcome of a run.
    public init(accounting: Accounting, total: Accounting) {
        self.accounting = accounting
        self.total = total
    }
}
