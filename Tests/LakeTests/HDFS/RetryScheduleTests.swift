import Testing

@testable import Lake

@Suite struct RetryScheduleTests {
    @Test func `pauses double up to a limit, are cut by chance, and end in time`() throws {
        for chance in [0.0, 0.999] {
            var schedule = RetrySchedule(now: .seconds(5), time: .seconds(30), triesPerRound: 1)
            var now = Duration.seconds(5)
            var pauses: [Duration] = []
            while let pause = schedule.pause(now: now, chance: chance) {
                pauses.append(pause)
                now += pause
            }
            #expect(now <= .seconds(35) && now > .seconds(31))
            #expect(zip(pauses, pauses.dropFirst()).allSatisfy { $0 <= $1 })
            #expect(try #require(pauses.first) >= .milliseconds(50))
            #expect(pauses.allSatisfy { $0 <= .seconds(3) })
        }
    }

    @Test func `each server of a pair gets its chance before anybody waits`() {
        var schedule = RetrySchedule(now: .zero, time: .seconds(30), triesPerRound: 2)
        #expect(schedule.pause(now: .zero, chance: 0.5) == .zero)
        #expect(schedule.pause(now: .zero, chance: 0.5).map { $0 > .zero } == true)
        #expect(schedule.pause(now: .zero, chance: 0.5) == .zero)
    }

    @Test func `nobody tries again when the time is over, though a server was not asked`() {
        var schedule = RetrySchedule(now: .zero, time: .seconds(30), triesPerRound: 2)
        #expect(schedule.pause(now: .seconds(31), chance: 0) == nil)
    }
}
