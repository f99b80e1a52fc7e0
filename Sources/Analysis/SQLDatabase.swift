package import Commerce

/// A database with the lake's tables as views: `transactions`, `windows`, `rejected`, and `final_windows`, which holds the last
/// revision of every window and key. All of them stay at one version while it is open.
///
/// What the report and the verification ask is written once. Where databases speak differently, `dialect` has the words.
package protocol SQLDatabase: AnyObject {
    /// The currency of all amounts of the lake.
    var currency: Currency { get }

    /// What this database calls things.
    var dialect: any SQLDialect { get }

    /// Asks a query.
    func rows(of sql: String) throws -> any ResultRows

    /// Keeps the rows of a query under a name, for queries to come. Does nothing if something is kept under that name already.
    func keep(_ sql: String, as name: String) throws

    /// Keeps rows of whole numbers of 64 bits under a new name.
    func keep(_ rows: [[Int64]], columns: [String], as name: String) throws

    /// Does something with the database; its errors become `AnalysisError`, as far as they are failures of the work and not of
    /// the way to the database.
    func run<Result>(_ activity: String, _ body: () throws -> Result) throws -> Result
}
