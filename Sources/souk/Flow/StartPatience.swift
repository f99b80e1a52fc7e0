import Lake
import System
import TransactionLogs

/// How a command that works until it is told to end waits for its log and its lake when it starts: a machine that comes up, or a
/// supervisor that starts a killed process again, may be faster than the servers that it needs.
///
/// A command that ends by itself does not wait, and a wrong address is told at once and given up at last.
struct StartPatience {
    /// The pause between two tries.
    private static let pause = Duration.seconds(1)

    /// How long it tries.
    let limit: Duration
    private let say: (String) -> Void
    private let now: () -> Duration
    private let sleep: (Duration) -> Void

    /// - Parameters:
    ///   - limit: how long it tries; zero for one try.
    ///   - now: a clock that never goes back.
    ///   - sleep: waits.
    ///   - say: tells the user.
    init(
        limit: Duration, now: @escaping () -> Duration = { .nanoseconds(SystemClock.monotonicNanoseconds()) },
        sleep: @escaping (Duration) -> Void = SystemClock.sleep, say: @escaping (String) -> Void
    ) {
        self.limit = limit
        self.now = now
        self.sleep = sleep
        self.say = say
    }

    /// The patience of a command that works until it is told to end.
    init(_ configuration: Configuration, _ console: Console) {
        self.init(limit: configuration[.startTimeout]) { console.say($0, .warning) }
    }

    /// Opens something, again and again while it can't be reached.
    ///
    /// - Throws: what the last try threw.
    func open<Opened>(_ open: () throws -> Opened) throws -> Opened {
        let deadline = now() + limit
        var isWaiting = false
        while true {
            do {
                let opened = try open()
                if isWaiting { say("reached: the pipeline starts") }
                return opened
            } catch {
                guard Self.isUnreachable(error), now() < deadline else { throw error }
                if !isWaiting {
                    say(
                        "\(error)\nwaiting for it, up to \(Words.duration(limit)) (pipeline.start_timeout); Ctrl-C ends"
                    )
                }
                isWaiting = true
                sleep(Self.pause)
            }
        }
    }

    private static func isUnreachable(_ error: any Error) -> Bool {
        switch error {
        case let error as TransactionLogError: error.code == .unreachable
        case let error as FileSystemError: error.code == .unreachable
        default: false
        }
    }
}
