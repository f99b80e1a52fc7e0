/// Which lanes have something to read, and whether the pipeline goes on: the value that the threads of a pipeline share.
///
/// It decides only; `Pipeline` holds it in a `Monitor` and acts on what it says.
struct Schedule {
    /// What a worker does next.
    enum Work: Equatable {
        /// Take a step with the lane of this index.
        case step(Int)
        /// Return.
        case stop
    }

    /// Why the coordinator wakes up.
    enum Event {
        /// There are enough messages for a commit.
        case commitIsDue
        /// Every lane of a bounded run has reached its end.
        case endReached
        /// Somebody asked for the end.
        case drainRequested
        /// A lane, or the log, failed.
        case failed(any Error)
    }

    /// What becomes of a lane after a step.
    enum Outcome: Equatable {
        /// It took in messages and there may be more.
        case advanced
        /// It found nothing to read.
        case caughtUp
        /// It holds so much that it must be cut before it goes on.
        case full
        /// It has reached the end of a bounded run.
        case finished
    }

    private enum LaneState {
        case ready, stepping, parked, full, finished
    }

    private let commitRows: Int
    private let isBounded: Bool
    private var lanes: [LaneState]
    private var queue: [Int] = []
    private var isStopping = false
    /// Whether somebody asked for the end.
    private(set) var isDraining = false
    private var failure: (any Error)?
    /// Messages taken in and not yet handed to a commit.
    private(set) var uncommitted = 0

    /// A schedule of lanes that all may have something to read.
    ///
    /// - Parameter isBounded: whether the pipeline ends when all lanes have finished.
    init(laneCount: Int, commitRows: Int, isBounded: Bool) {
        self.commitRows = commitRows
        self.isBounded = isBounded
        lanes = Array(repeating: .ready, count: laneCount)
        queue = Array(0..<laneCount)
    }

    /// Adds a lane for a partition that has appeared.
    mutating func addLane() {
        queue.append(lanes.count)
        lanes.append(.ready)
    }

    /// The next piece of work, or nil if there is none now: no lane has anything to read, or commits are behind.
    mutating func nextWork() -> Work? {
        if isStopping || failure != nil { return .stop }
        guard !isDraining, uncommitted < 2 * commitRows, !queue.isEmpty else { return nil }
        let lane = queue.removeFirst()
        lanes[lane] = .stepping
        return .step(lane)
    }

    /// Notes what a step came to.
    mutating func stepped(_ lane: Int, count: Int, _ outcome: Outcome) {
        uncommitted += count
        switch outcome {
        case .advanced: makeReady(lane)
        case .caughtUp: lanes[lane] = .parked
        case .full: lanes[lane] = .full
        case .finished: lanes[lane] = .finished
        }
    }

    /// The lanes that wait for new records; nil if there are none.
    var parkedLanes: [Int]? {
        let parked = lanes.indices.filter { lanes[$0] == .parked }
        return parked.isEmpty ? nil : parked
    }

    /// Lets the given lanes read again, as far as they wait for records.
    mutating func wake(_ indices: [Int]) {
        for lane in indices where lanes[lane] == .parked { makeReady(lane) }
    }

    /// Notes that a lane was cut: its messages wait no longer, and if it was full, it goes on.
    mutating func cut(_ lane: Int, count: Int) {
        uncommitted -= count
        if lanes[lane] == .full { makeReady(lane) }
    }

    /// What the coordinator has to act on; nil while it can wait.
    func event() -> Event? {
        if let failure { return .failed(failure) }
        if isDraining { return lanes.contains(.stepping) ? nil : .drainRequested }
        if isBounded, lanes.allSatisfy({ $0 == .finished }) { return .endReached }
        return uncommitted >= commitRows || lanes.contains(.full) ? .commitIsDue : nil
    }

    /// No more steps are taken; the coordinator commits what there is and ends.
    mutating func drain() {
        isDraining = true
    }

    /// All threads return.
    mutating func stop() {
        isStopping = true
    }

    /// Whether threads should return.
    var isOver: Bool { isStopping || failure != nil }

    /// Ends everything because of an error; the first one is kept.
    mutating func fail(_ error: any Error) {
        failure = failure ?? error
    }

    private mutating func makeReady(_ lane: Int) {
        lanes[lane] = .ready
        queue.append(lane)
    }
}
