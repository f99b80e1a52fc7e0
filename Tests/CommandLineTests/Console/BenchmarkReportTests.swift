import Benchmarks
import Testing

@Suite struct BenchmarkReportTests {
    @Test(arguments: [
        (0, "0.00"), (0.125, "0.12"), (-0.001, "0.00"), (9.999, "10.00"), (12.34, "12.3"), (-999.96, "-1,000.0"),
        (1_234.5, "1,234"), (1_234_567.8, "1,234,568"), (1e300, "1e+300"), (.infinity, "inf"),
    ])
    func `a figure has as many decimals as it needs, and its thousands grouped`(value: Double, expected: String) {
        var report = BenchmarkReport(benchmark: "some")
        report.add("figure", value, "unit")
        #expect(report.text == "some\n  figure  \(expected) unit\n")
    }

    @Test func `names and figures are aligned`() {
        var report = BenchmarkReport(benchmark: "some")
        report.add("short", 1, "×")
        report.add("rather long", 20_000, "messages/s")
        #expect(report.text == "some\n  short          1.00 ×\n  rather long  20,000 messages/s\n")
    }
}
