import Foundation

/// Draws what must be different everywhere: the identities of tables, logs and runs.
enum Identities {
    /// A UUID in lower case.
    static func uuid() -> String { UUID().uuidString.lowercased() }

    /// What tells one run's files from those of every other run: 16 hexadecimal digits.
    static func run() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The identity of a new log.
    static func log() -> [UInt8] {
        bytes(of: UUID())
    }

    /// The identity of a new log that a seeded simulation fills: the same for the same simulation, so that the logs are equal
    /// byte for byte. The first bytes are those of a UUID of version 8 (RFC 9562), made of a hash of what is simulated.
    static func log(ofSimulation description: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for half in ["a", "b"] {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in (half + description).utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: hash >> shift)) }
        }
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        return bytes
    }

    private static func bytes(of uuid: UUID) -> [UInt8] {
        let u = uuid.uuid
        return [
            u.0, u.1, u.2, u.3, u.4, u.5, u.6, u.7, u.8, u.9, u.10, u.11, u.12, u.13, u.14, u.15,
        ]
    }
}
