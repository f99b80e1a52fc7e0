/// What `souk serve` is to show, and where.
struct ServeOptions: Sendable, Hashable {
    /// The lake to watch.
    var lake: LakeURL
    /// Where the dashboard listens.
    var listen: NetworkAddress
}
