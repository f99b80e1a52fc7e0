/// Something that measures a part of Souk and reports figures; `souk bench NAME` runs one.
public protocol Benchmark: Sendable {
    /// What the benchmark is called on the command line.
    static var name: String { get }
    /// One sentence about what is measured against what.
    static var summary: String { get }

    /// Measures, which takes seconds to minutes.
    ///
    /// - Throws: Whatever kept the measured part from doing its work.
    func run() throws -> BenchmarkReport
}
