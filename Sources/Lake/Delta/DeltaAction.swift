/// One change that a commit makes to a table.
public enum DeltaAction: Sendable, Hashable {
    /// A data file belongs to the table.
    case add(AddFile)
    /// A data file no longer belongs to it.
    case remove(RemoveFile)
    /// An application has come further.
    case transaction(ApplicationTransaction)
    /// The table's columns or properties are these.
    case metadata(TableMetadata)
    /// The table demands this of its readers and writers.
    case `protocol`(TableProtocol)
}
