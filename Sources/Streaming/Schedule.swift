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

    private enum LaneState {
        case ready, stepping, parked, finished
    }

    private let commitRows: Int
    private var lanes: [LaneState]
    private var queue: [Int] = []
    private var isStopping = false
    private var isDraining = false
    private var isAnyLaneFull = false
    private var failure: (any Error)?
    /// Messages taken in and not yet handed to a commit.
    private(set) var uncommitted = 0
    /// Messages taken in since the start.
    private(set) var read: Int64 = 0

    init(laneCount: Int, commitRows: Int) {
        self.commitRows = commitRows
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
    mutating func stepped(_ lane: Int, count: Int, isFinished: Bool, isFull: Bool) {
        isAnyLaneFull = isAnyLaneFull || isFull
        uncommitted += count
        read += Int64(count)
        if isFinished {
            lanes[lane] = .finished
        } else if count > 0 {
            lanes[lane] = .ready
            queue.append(lane)
        } else {
            lanes[lane] = .parked
        }
    }

    /// The lanes that wait for new records; nil if there are none.
    var parkedLanes: [Int]? {
        let parked = lanes.indices.filter { lanes[$0] == .parked }
        return parked.isEmpty ? nil : parked
    }

    /// Lets the given lanes read again.
    mutating func wake(_ indices: [Int]) {
        for lane in indices where lanes[lane] == .parked {
            lanes[lane] = .ready
            queue.append(lane)
        }
    }

    /// Whether a lane has read all that there was.
    func isCaughtUp(_ lane: Int) -> Bool {
        lanes[lane] == .parked || lanes[lane] == .finished
    }

    /// Takes messages off the account of what waits for a commit.
    mutating func handedToCommit(_ count: Int) {
        isAnyLaneFull = false
        uncommitted -= count
    }

    /// What the coordinator has to act on; nil while it can wait.
    func event() -> Event? {
        if let failure { return .failed(failure) }
        if isDraining { return lanes.contains(.stepping) ? nil : .drainRequested }
        if lanes.allSatisfy({ $0 == .finished }) { return .endReached }
        return uncommitted >= commitRows || isAnyLaneFull ? .commitIsDue : nil
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
}
