import Checksum
import Testing

@Suite struct ChecksumTests {
    @Test func `the checksums of RFC 3720 come out`() {
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
        #expect(CRC32C.checksum((0..<32).reversed()) == 0x113F_DB5C)
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.checksum([]) == 0)
    }

    @Test func `the processor and the tables agree for every length and start`() {
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 7) }
        for start in 0..<9 {
            for end in start..<bytes.count {
                let span = unsafe bytes.span.bytes.extracting(start..<end)
                let expected = CRC32C.portableChecksum(span, seed: 99)
                #expect(CRC32C.checksum(span, seed: 99) == expected)
            }
        }
    }

    @Test func `a checksum in parts is that of the whole`() {
        let bytes = (0..<100).map { UInt8($0) }
        for cut in 0...100 {
            var checksum = CRC32C()
            checksum.update(unsafe bytes.span.bytes.extracting(0..<cut))
            checksum.update(unsafe bytes.span.bytes.extracting(cut..<100))
            #expect(checksum.value == CRC32C.checksum(bytes))
        }
    }
}
