import Live

extension MarketSnapshot {
    /// What an aggregate shows, but for the order of arrival, which is not in the tables.
    init(figuresOf live: LiveAggregate) {
        self.init()
        live.fill(&self)
        latest = []
    }

    /// The market alone, without the order of arrival and without the pipeline.
    var figures: MarketSnapshot {
        var figures = self
        figures.latest = []
        figures.pipeline = PipelineSnapshot()
        return figures
    }
}

extension PipelineSnapshot {
    /// The account alone.
    var account: PipelineSnapshot {
        var account = PipelineSnapshot()
        account.read = read
        account.accepted = accepted
        account.rejected = rejected
        account.rejectedByReason = rejectedByReason
        account.windowed = windowed
        account.staleWindows = staleWindows
        account.revised = revised
        account.windowsClosed = windowsClosed
        account.commits = commits
        return account
    }
}
