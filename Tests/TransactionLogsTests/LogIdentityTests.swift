import Testing
import TransactionLogs

/// What a log is to a lake that remembers an identity.
@Suite struct LogIdentityTests {
    @Test(
        arguments: [
            (nil, nil, .same), (nil, "b", .adopted), ("a", nil, .unconfirmed), ("a", "a", .same),
            ("a", "b", .recreated(remembered: "a", found: "b")),
        ] as [(String?, String?, LogIdentity.Relation)])
    func `of logs with one name the incarnation decides, as far as both are known`(
        remembered: String?, found: String?, relation: LogIdentity.Relation
    ) {
        let former = LogIdentity("kafka:c/sales", incarnation: remembered)
        let log = LogIdentity("kafka:c/sales", incarnation: found)
        #expect(log.relation(to: former) == relation)
        #expect(log.remembered(after: former).incarnation == found ?? remembered)
    }

    @Test func `another name is another log, whatever its incarnation`() {
        let former = LogIdentity("kafka:c/sales", incarnation: "a")
        let log = LogIdentity("kafka:c/returns", incarnation: "a")
        #expect(log.relation(to: former) == .other)
        #expect(log.remembered(after: former) == log)
    }
}
