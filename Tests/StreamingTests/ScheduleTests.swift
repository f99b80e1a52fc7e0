import Testing

@testable import Streaming

/// What the threads of a pipeline are told to do, as a table of what happened before.
struct ScheduleTests {
    private struct Failure: Error, Equatable {
        var number: Int
    }

    /// Something that happens to a schedule.
    private enum Happening {
        case next, advanced(Int, Int), caughtUp(Int), full(Int, Int), finished(Int, Int)
        case cut(Int, Int), wake([Int]), addLane, drain, stop, fail(Int)
    }

    /// A schedule after things have happened; 10 messages make a commit.
    private static func schedule(
        lanes: Int, isBounded: Bool = false, after happenings: [Happening]
    ) -> Schedule {
        var schedule = Schedule(laneCount: lanes, commitRows: 10, isBounded: isBounded)
        for happening in happenings {
            switch happening {
            case .next: _ = schedule.nextWork()
            case .advanced(let lane, let count): schedule.stepped(lane, count: count, .advanced)
            case .caughtUp(let lane): schedule.stepped(lane, count: 0, .caughtUp)
            case .full(let lane, let count): schedule.stepped(lane, count: count, .full)
            case .finished(let lane, let count): schedule.stepped(lane, count: count, .finished)
            case .cut(let lane, let count): schedule.cut(lane, count: count)
            case .wake(let lanes): schedule.wake(lanes)
            case .addLane: schedule.addLane()
            case .drain: schedule.drain()
            case .stop: schedule.stop()
            case .fail(let number): schedule.fail(Failure(number: number))
            }
        }
        return schedule
    }

    /// An event in a form that can be compared.
    private static func name(_ event: Schedule.Event?) -> String? {
        switch event {
        case nil: nil
        case .commitIsDue: "commit"
        case .endReached: "end"
        case .drainRequested: "drain"
        case .failed(let error): "failure \((error as? Failure)?.number ?? -1)"
        }
    }

    @Test func `lanes take their turns`() {
        var schedule = Self.schedule(lanes: 3, after: [])
        #expect(schedule.nextWork() == .step(0))
        #expect(schedule.nextWork() == .step(1))
        schedule.stepped(1, count: 1, .advanced)
        #expect(schedule.nextWork() == .step(2))
        #expect(schedule.nextWork() == .step(1))
        #expect(schedule.nextWork() == nil)
    }

    @Test func `what comes next`() {
        let cases: [(lanes: Int, [Happening], Schedule.Work?, String)] = [
            (0, [], nil, "without lanes"),
            (1, [.next], nil, "while the only lane steps"),
            (1, [.next, .advanced(0, 5)], .step(0), "after a step"),
            (1, [.next, .caughtUp(0)], nil, "while the only lane is parked"),
            (1, [.next, .caughtUp(0), .wake([0])], .step(0), "after it was woken"),
            (1, [.next, .finished(0, 1), .wake([0])], nil, "when it is finished, whoever wakes it"),
            (1, [.next, .wake([0])], nil, "when a stepping lane is woken"),
            (2, [.next, .caughtUp(0), .wake([0]), .wake([0])], .step(1), "in the order of the queue"),
            (2, [.next, .next, .advanced(0, 19)], .step(0), "below twice the messages of a commit"),
            (2, [.next, .next, .advanced(0, 19), .advanced(1, 1)], nil, "at twice the messages of a commit"),
            (2, [.next, .next, .advanced(0, 19), .advanced(1, 1), .cut(1, 1)], .step(0), "after a cut"),
            (1, [.next, .full(0, 1)], nil, "while the only lane is full"),
            (1, [.next, .full(0, 1), .wake([0])], nil, "when a full lane is woken"),
            (1, [.next, .full(0, 1), .cut(0, 1)], .step(0), "after the full lane was cut"),
            (2, [.next, .full(0, 1), .next, .advanced(1, 1), .cut(1, 1)], .step(1), "while another lane is full"),
            (1, [.next, .caughtUp(0), .cut(0, 0)], nil, "when a parked lane is cut"),
            (1, [.next, .caughtUp(0), .addLane], .step(1), "after a lane was added"),
            (1, [.drain], nil, "while it drains"),
            (1, [.drain, .stop], .stop, "when it stops after a drain"),
            (1, [.stop], .stop, "when it stops"),
            (0, [.stop], .stop, "when it stops without lanes"),
            (1, [.fail(1)], .stop, "after a failure"),
            (1, [.next, .caughtUp(0), .fail(1)], .stop, "after a failure while parked"),
        ]
        for (lanes, happenings, expected, words) in cases {
            var schedule = Self.schedule(lanes: lanes, after: happenings)
            #expect(schedule.nextWork() == expected, "\(words)")
        }
    }

    @Test func `what the coordinator has to act on`() {
        let cases: [(lanes: Int, isBounded: Bool, [Happening], String?)] = [
            (2, false, [], nil),
            (0, false, [], nil),
            (0, true, [], "end"),
            (1, false, [.next, .advanced(0, 9)], nil),
            (1, false, [.next, .advanced(0, 10)], "commit"),
            (1, false, [.next, .advanced(0, 10), .cut(0, 10)], nil),
            (2, false, [.next, .next, .advanced(0, 5), .advanced(1, 5)], "commit"),
            (1, false, [.next, .full(0, 1)], "commit"),
            (1, false, [.next, .full(0, 1), .cut(0, 1)], nil),
            (2, false, [.next, .full(0, 1), .cut(1, 0)], "commit"),
            (1, false, [.next, .caughtUp(0)], nil),
            (2, true, [.next, .next, .finished(0, 1)], nil),
            (2, true, [.next, .next, .finished(0, 1), .caughtUp(1)], nil),
            (2, true, [.next, .next, .finished(0, 1), .finished(1, 1)], "end"),
            (1, true, [.next, .finished(0, 50)], "end"),
            (1, false, [.drain], "drain"),
            (1, false, [.next, .drain], nil),
            (1, false, [.next, .drain, .advanced(0, 50)], "drain"),
            (1, false, [.next, .caughtUp(0), .drain], "drain"),
            (1, true, [.next, .finished(0, 1), .drain], "drain"),
            (2, false, [.next, .next, .full(0, 1), .drain], nil),
            (1, false, [.fail(1), .fail(2)], "failure 1"),
            (1, false, [.drain, .fail(1)], "failure 1"),
            (1, false, [.next, .drain, .fail(1)], "failure 1"),
            (1, true, [.next, .finished(0, 1), .fail(1)], "failure 1"),
        ]
        for (lanes, isBounded, happenings, expected) in cases {
            let schedule = Self.schedule(lanes: lanes, isBounded: isBounded, after: happenings)
            #expect(Self.name(schedule.event()) == expected, "\(lanes) lanes after \(happenings)")
        }
    }

    @Test func `who waits for records, and when all return`() {
        #expect(Self.schedule(lanes: 2, after: []).parkedLanes == nil)
        let parked = Self.schedule(lanes: 3, after: [.next, .next, .next, .caughtUp(2), .advanced(1, 1), .caughtUp(0)])
        #expect(parked.parkedLanes == [0, 2])
        #expect(!parked.isOver)
        #expect(Self.schedule(lanes: 1, after: [.stop]).isOver)
        #expect(Self.schedule(lanes: 1, after: [.fail(1)]).isOver)
        // The threads live on while the last commit is made, so that the live view is shown until the end.
        #expect(!Self.schedule(lanes: 1, after: [.drain]).isOver)
    }

    @Test func `messages are counted until they are cut`() {
        let schedule = Self.schedule(
            lanes: 2, after: [.next, .next, .advanced(0, 7), .full(1, 4), .cut(0, 7), .next, .finished(0, 2)])
        #expect(schedule.uncommitted == 6)
    }
}
