import Lake
import LakeTesting
import Testing

/// The simulation has to be as bad as a real disk, or the tests that rest upon it prove nothing.
@Suite struct SimulatedDiskTests {
    /// Writes a file with a step of the proper order left out, and counts what the power failure did to it.
    func outcomes(_ steps: (any Disk, any DiskFile) throws -> Void) throws -> (lost: Int, torn: Int, whole: Int) {
        let content = [UInt8](repeating: 1, count: 4000)
        var result = (lost: 0, torn: 0, whole: 0)
        for seed in 0..<100 {
            let disk = SimulatedDisk(seed: UInt64(seed))
            let session = disk.session()
            let file = try #require(try session.create("hidden"))
            try content.withUnsafeBytesAsSpan { try file.write($0) }
            try steps(session, file)
            disk.reboot()
            guard let survivor = try? disk.session().read("file") else {
                result.lost += 1
                continue
            }
            if survivor == content { result.whole += 1 } else { result.torn += 1 }
        }
        return result
    }

    @Test func `without fsync of the file a visible file may be torn`() throws {
        let result = try outcomes { disk, _ in
            try disk.rename("hidden", to: "file")
            try disk.synchronizeDirectory(".")
        }
        #expect(result.torn > 0)
        #expect(result.lost == 0)
    }

    @Test func `without fsync of the directory a file may be lost`() throws {
        let result = try outcomes { disk, file in
            try file.synchronize()
            try disk.rename("hidden", to: "file")
        }
        #expect(result.lost > 0)
        #expect(result.torn == 0)
    }

    @Test func `with both a file is always there and whole`() throws {
        let result = try outcomes { disk, file in
            try file.synchronize()
            try disk.rename("hidden", to: "file")
            try disk.synchronizeDirectory(".")
        }
        #expect(result.whole == 100)
    }

    @Test func `an fsync that is repeated after it failed saves nothing`() throws {
        let disk = SimulatedDisk(seed: 1)
        let session = disk.session()
        let file = try #require(try session.create("file"))
        try session.synchronizeDirectory(".")
        try [UInt8](repeating: 1, count: 4000).withUnsafeBytesAsSpan { try file.write($0) }
        disk.arm(DiskFault(.inputOutput, at: disk.operationCount))
        #expect(throws: (any Error).self) { try file.synchronize() }
        try file.synchronize()
        disk.reboot()
        #expect(try !disk.session().read("file").contains(1))
    }

    @Test func `the same seed and the same calls leave the same disk`() throws {
        func run() throws -> [UInt8] {
            let disk = SimulatedDisk(seed: 9)
            let session = disk.session()
            let file = try #require(try session.create("file"))
            try session.synchronizeDirectory(".")
            try [UInt8](repeating: 1, count: 9000).withUnsafeBytesAsSpan { try file.write($0) }
            disk.reboot()
            return try disk.session().read("file")
        }
        #expect(try run() == run())
    }

    @Test func `a session that ended can't touch the disk any more`() throws {
        let disk = SimulatedDisk(seed: 9)
        let session = disk.session()
        _ = try session.create("file")
        disk.killProcess()
        #expect(throws: PowerFailure.self) { try session.remove("file") }
        #expect(try disk.session().read("file").isEmpty)
    }
}

extension [UInt8] {
    /// Lends the bytes as raw memory.
    func withUnsafeBytesAsSpan(_ body: (RawSpan) throws -> Void) rethrows {
        // Bytes have no padding, the one thing that makes a raw view unsafe.
        try unsafe body(span.bytes)
    }
}
