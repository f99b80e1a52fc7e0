import SparkConnect
import Testing

@testable import SparkAnalysis

@Suite struct SparkMessageTests {
    private func text(_ message: String, _ errorClass: String? = nil, _ state: String? = nil) -> String {
        SparkMessage(
            SparkError(.failed, message, activity: "running SQL", errorClass: errorClass, sqlState: state),
            isWrapped: true
        ).text
    }

    @Test func `a mistake is told with the user's own lines`() {
        let message = """

            [PARSE_SYNTAX_ERROR] Syntax error at or near 'x': extra input 'x'. SQLSTATE: 42601 (line 3, pos 4)

            == SQL ==
            SELECT * FROM (
            SELECT 1
            a b x
            ----^^^
            ) LIMIT 1001
            """
        #expect(
            text(message, "PARSE_SYNTAX_ERROR", "42601") == """
                [PARSE_SYNTAX_ERROR] Syntax error at or near 'x': extra input 'x'. SQLSTATE: 42601 (line 2, pos 4)

                == SQL ==
                SELECT 1
                a b x
                ----^^^
                """)
    }

    @Test func `plans and stacks are left out`() {
        let message = """
            [TABLE_OR_VIEW_NOT_FOUND] The table or view `a` cannot be found. SQLSTATE: 42P01; line 2 pos 14;
            'Project [*]
            +- 'UnresolvedRelation [a], [], false


            JVM stacktrace:
            org.apache.spark.sql.catalyst.ExtendedAnalysisException
            """
        #expect(
            text(message, "TABLE_OR_VIEW_NOT_FOUND", "42P01")
                == "[TABLE_OR_VIEW_NOT_FOUND] The table or view `a` cannot be found. SQLSTATE: 42P01; line 1 pos 14")
    }

    @Test func `the class and the state are added where the message has neither`() {
        #expect(text("no room", "OUT_OF_ROOM", "53100") == "[OUT_OF_ROOM] no room SQLSTATE: 53100")
        #expect(text("no room") == "no room")
    }
}
