/// What a job asks a cluster for.
enum SparkCall: Sendable, Hashable {
    case version
    case setting
    case configure
    /// By the view's name.
    case createView(String)
    /// By what is asked.
    case rows(SparkQuestion.Kind)
    /// By the table.
    case append(String)
    /// By the query's name, as those below.
    case start(String)
    case activeQueries
    case isActive(String)
    case lastProgress(String)
    case recentProgress(String)
    case failure(String)
    case processAllAvailable(String)
    case stop(String)
    case interruptLeftOvers
    case release
}

/// What goes wrong with a call.
struct SparkFault: Sendable {
    /// Which calls it may befall; nil for all.
    var call: SparkCall?
    /// How many of them go well before.
    var skipping = 0
    /// How many of them it befalls.
    var count = 1
    /// Whether what was asked for is done, and only the answer is lost.
    var isDone = false
    /// What the job is told; nil if the call goes well.
    var error: (any Error)?
    /// What happens elsewhere at that moment.
    var event: (@Sendable () -> Void)?
}

/// The process that looks after a job is ended: nothing of it happens after this.
struct ProcessEnd: Error {}

/// A job asked for something that no job should.
struct UnexpectedRequest: Error {
    var description: String

    init(_ description: String) { self.description = description }
}
