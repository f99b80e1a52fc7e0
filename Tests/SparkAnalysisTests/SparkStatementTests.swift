import Analysis
import Testing

@testable import SparkAnalysis

@Suite struct SparkStatementTests {
    @Test(arguments: [
        "SELECT 1", "select city, sum(amount) from transactions group by 1 order by 2 desc",
        "WITH a AS (SELECT 1) SELECT * FROM a", "VALUES (1), (2)", "TABLE windows", "FROM windows SELECT key",
        "SELECT 'reflect(''x'')'", "SELECT \"java_method(1)\"", "SELECT 'it\\'s reflect(1)'", "SELECT r'C:\\'",
        "SELECT /* reflect(1) */ 1 -- java_method(2)", "SELECT reflect FROM transactions", "SELECT a.`reflect` FROM a",
        "SELECT transform(array(1), x -> x + 1)", "SELECT * FROM a JOIN b USING (key)", "SELECT '${env:PATH}; $'",
        "SELECT /*+ BROADCAST(windows) */ * FROM windows", "SELECT 1 -- one \\\n and two\n", "SELECT 1;",
        "SELECT 1 ; ;\n",
    ])
    func `what only reads is taken`(sql: String) throws {
        #expect(try SparkStatement(sql).purpose == .rows)
    }

    @Test(arguments: [
        ("SELECT reflect('a', 'b')", "reflect"), ("SELECT REFLECT ('a', 'b')", "reflect"),
        ("SELECT `Reflect`('a', 'b')", "reflect"), ("SELECT reflect/* */('a')", "reflect"),
        ("SELECT reflect -- x\n('a')", "reflect"), ("SELECT builtin.reflect('a')", "reflect"),
        ("SELECT reflect\u{3000}('a')", "reflect"), ("SELECT /*+ x */ try_reflect('a')", "try_reflect"),
        ("SELECT '\\'', java_method('a'), '\\''", "java_method"),
        ("SELECT r'\\', java_method('a'), r'\\'", "java_method"),
        ("SELECT 'a''b', java_method('a')", "java_method"),
        ("SELECT '\u{301}', java_method(1), '\u{301}'", "java_method"),
        ("SELECT -- \\\n'\njava_method('x') AS a, '' AS b", "java_method"),
        ("SELECT xpath_string('<a/>', 'a')", "xpath_string"),
        ("SELECT * FROM table_changes_by_path('/x', 0)", "table_changes_by_path"),
        ("SELECT from_protobuf(payload, 'm', '/etc/x') FROM rejected", "from_protobuf"),
    ])
    func `functions that run code or reach outside are refused however they are written`(sql: String, name: String) {
        #expect(refusal(sql)?.contains("the function \(name) is not available") == true, "\(sql)")
    }

    @Test(arguments: [
        ("SELECT TRANSFORM(city) USING 'cat' FROM transactions", "runs a program"),
        ("SELECT TRANSFORM(city) USING /* x */ \"cat\" FROM transactions", "runs a program"),
        ("SELECT IDENTIFIER('reflect')('a')", "may name anything"),
        ("SELECT 1; DROP TABLE windows", "more than one statement"),
        ("SELECT 1) UNION ALL (SELECT 2", "a closing parenthesis too many"),
        ("SELECT 1 /* ", "a comment has no end"), ("SELECT 1 /* /* */ */", "a comment in a comment"),
        ("SELECT 'a", "a text has no end"), ("SELECT `a", "a name in backquotes has no end"),
        ("SELECT ${a}", "there is a $"), ("SELECT $$ ' $$", "there is a $"), ("", "there is no statement"),
        (" ; -- nothing", "there is no statement"), ("INSERT INTO windows SELECT 1", "not INSERT"),
        ("/* a */ drop table windows", "not DROP"), ("SET a = 1", "not SET"), ("SELECT 1\0", "NUL"),
    ])
    func `what can't be a query, or be read in one way, is refused`(sql: String, reason: String) {
        #expect(refusal(sql)?.contains(reason) == true, "\(sql): \(refusal(sql) ?? "was taken")")
    }

    @Test func `a statement goes into parentheses without the semicolon at its end`() throws {
        #expect(try SparkStatement("SELECT 1 ; -- done").subquery == "SELECT * FROM (\nSELECT 1\n)")
        #expect(try SparkStatement("SELECT 1 -- done").subquery == "SELECT * FROM (\nSELECT 1\n)")
    }

    @Test(arguments: [
        ("DESCRIBE transactions", SparkStatement.Purpose.columns, "SELECT * FROM transactions"),
        ("desc table `a b`.c;", .columns, "SELECT * FROM `a b`.c"),
        ("DESCRIBE SELECT 1 AS a", .columns, "SELECT 1 AS a"), ("EXPLAIN SELECT 1", .plan, "SELECT 1"),
        ("explain  /* x */ (SELECT 1)", .plan, "(SELECT 1)"), ("EXPLAIN DROP TABLE a", .plan, "DROP TABLE a"),
    ])
    func `DESCRIBE and EXPLAIN are told apart from their query`(
        sql: String, purpose: SparkStatement.Purpose, query: String
    ) throws {
        let statement = try SparkStatement(sql)
        #expect(statement.purpose == purpose)
        #expect(statement.query == query)
    }

    private func refusal(_ sql: String) -> String? {
        do {
            _ = try SparkStatement(sql)
            return nil
        } catch {
            #expect(error.code == .notReadOnly)
            return error.description
        }
    }
}
