/// Something that goes wrong while Spark works, and is put right again: what is killed at once.
struct SparkFault: CustomStringConvertible {
    /// What can be killed.
    enum Victim: String, CaseIterable {
        case souk = "Souk"
        case connect = "the Connect server"
        case worker = "the worker"
        case kafka = "Kafka"
        case dataNode = "the DataNode"
    }

    /// One or two.
    var victims: [Victim]
    /// How long those that don't come back by themselves are gone.
    var seconds: Double

    var description: String { victims.map(\.rawValue).joined(separator: " and ") + " killed" }

    /// So many faults in random order: each victim alone before any pair, and every pair before one comes again.
    static func sequence(_ count: Int, using generator: inout some RandomNumberGenerator) -> [SparkFault] {
        let pairs = Victim.allCases.enumerated().flatMap { index, first in
            Victim.allCases.dropFirst(index + 1).map { [first, $0] }
        }
        var rest: [[Victim]] = []
        while rest.count < count {
            rest += Victim.allCases.map { [$0] }.shuffled(using: &generator) + pairs.shuffled(using: &generator)
        }
        return rest.prefix(count).map {
            SparkFault(victims: $0, seconds: Double.random(in: 0.3..<6, using: &generator))
        }
    }
}
