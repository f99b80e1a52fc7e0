import Commerce
import Testing

@testable import Live

@Suite struct CustomerSketchTests {
    private func sketch(of numbers: Range<Int>) -> CustomerSketch {
        var sketch = CustomerSketch()
        for number in numbers { sketch.add(Array("user_\(number)".utf8)) }
        return sketch
    }

    @Test func `the hash is XXH64`() {
        let vectors: [(String, UInt64)] = [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ]
        for (text, hash) in vectors {
            #expect(XXH64.hash(Array(text.utf8), in: 0..<text.utf8.count) == hash, "\(text)")
            let framed = Array("<\(text)>".utf8)
            #expect(XXH64.hash(framed, in: 1..<framed.count - 1) == hash)
        }
    }

    @Test func `few customers are counted exactly, each once`() {
        var sketch = sketch(of: 0..<CustomerSketch.exactLimit)
        sketch.merge(self.sketch(of: 0..<100))
        #expect(sketch.count == 1_024)
        #expect(sketch.error == 0)
        sketch.add(Array("one more".utf8))
        #expect(sketch.error == CustomerSketch.relativeError)
    }

    @Test func `many customers are estimated within the stated error`() {
        #expect(CustomerSketch.relativeError == 0.008125)
        var squares = 0.0
        var measurements = 0.0
        for series in 0..<12 {
            var sketch = CustomerSketch()
            var number = 0
            for target in [1_100, 2_000, 5_000, 10_000, 20_000, 40_000, 60_000] {
                while number < target {
                    sketch.add(Array("\(series)/\(number)".utf8))
                    number += 1
                }
                let error = Double(sketch.count) / Double(target) - 1
                #expect(abs(error) < 5 * CustomerSketch.relativeError, "\(target) customers")
                squares += error * error
                measurements += 1
            }
        }
        #expect((squares / measurements).squareRoot() < 1.3 * CustomerSketch.relativeError)
    }

    @Test func `the estimate of registers follows the distribution far beyond what can be added one by one`() {
        var generator = SeededGenerator(seed: 5)
        for bits in [20, 25, 30, 40] {
            var registers = [UInt8](repeating: 0, count: CustomerSketch.registerCount)
            let perRegister = Double(1 << bits) / Double(CustomerSketch.registerCount)
            for index in registers.indices {
                registers[index] = largestRank(of: perRegister, using: &generator)
            }
            let error = CustomerSketch.estimate(of: registers) / Double(1 << bits) - 1
            #expect(abs(error) < 4 * CustomerSketch.relativeError, "2^\(bits) customers")
        }
    }

    /// Draws the largest rank among many hashes: P(rank ≤ k) = (1 − 2^−k)^count.
    private func largestRank(of count: Double, using generator: inout SeededGenerator) -> UInt8 {
        let uniform = Double.random(in: 0..<1, using: &generator)
        var rank: UInt8 = 0
        var power = 1.0
        while rank < 51 {
            rank += 1
            power /= 2
            if raise(1 - power, to: count) > uniform { return rank }
        }
        return rank
    }

    private func raise(_ base: Double, to exponent: Double) -> Double {
        var (result, factor, rest) = (1.0, base, UInt64(exponent))
        while rest > 0 {
            if rest & 1 == 1 { result *= factor }
            factor *= factor
            rest >>= 1
        }
        return result
    }

    @Test func `a sketch depends on the customers alone, not on how they were divided`() {
        for count in [10, 1_024, 1_025, 5_000] {
            let whole = sketch(of: 0..<count)
            for parts in [2, 3, 7] {
                var merged = CustomerSketch()
                for part in (0..<parts).reversed() {
                    merged.merge(sketch(of: part * count / parts..<(part + 1) * count / parts))
                }
                #expect(merged == whole)
            }
        }
    }

    @Test func `a sketch is read back as it was written, in both of its forms`() throws {
        for count in [0, 5, 1_024, 3_000] {
            let original = sketch(of: 0..<count)
            var writer = BinaryWriter()
            original.encode(into: &writer)
            var reader = BinaryReader(writer.bytes)
            #expect(try CustomerSketch(from: &reader) == original)
            try reader.finish()
        }
        var writer = BinaryWriter()
        writer.writeFlag(false)
        writer.writeBytes([UInt8](repeating: 52, count: CustomerSketch.registerCount))
        var reader = BinaryReader(writer.bytes)
        #expect(throws: BinaryReaderError.self) { try CustomerSketch(from: &reader) }
    }
}
