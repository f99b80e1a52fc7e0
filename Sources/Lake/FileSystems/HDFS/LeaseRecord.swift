/// What the file of a lease says of its holder.
struct LeaseRecord: Codable, Sendable, Hashable {
    /// The process that took the lease.
    var holder: ProcessIdentity
    /// What tells this process's lake from other ones of the same process.
    var run: String
}
