import ClusterTesting
import Foundation
import Testing

@Suite(.enabled(if: SparkServer.home != nil, "PySpark is not installed in .deps/venv: run `make setup-test`"))
struct ProtocolSubsetTests {
    @Test func `every message, field, value and call of the protocol is PySpark's`() throws {
        let home = try #require(SparkServer.home)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/protocol_subset.py",
            home.path,
            Cluster.repository.appending(path: "Sources/Bindings/CSparkConnect/protocol").path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains(" 0 differences"))
    }
}
