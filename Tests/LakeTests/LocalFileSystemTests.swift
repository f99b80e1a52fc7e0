import Foundation
import Lake
import LakeTesting
import Testing

@Suite struct LocalFileSystemTests {
    @Test func `a full disk is said to be full, and nothing stays visible`() throws {
        let fileSystem = SimulatedFileSystem(seed: 3)
        let file = try fileSystem.create("d/file")
        fileSystem.disk.arm(DiskFault(.noSpace, at: fileSystem.disk.operationCount, isLasting: true))
        #expect { try file.write([1, 2, 3, 4]) } throws: { ($0 as? FileSystemError)?.code == .noSpace }
        fileSystem.disk.disarm()
        file.abandon()
        #expect(try fileSystem.list("d").isEmpty)
    }

    @Test func `a failed fsync is final and says so`() throws {
        let fileSystem = SimulatedFileSystem(seed: 3)
        let file = try fileSystem.create("file")
        try file.write([1, 2, 3, 4])
        fileSystem.disk.arm(DiskFault(.inputOutput, at: fileSystem.disk.operationCount))
        #expect {
            try file.publish()
        } throws: { error in
            guard let error = error as? FileSystemError else { return false }
            return error.code == .inputOutput && error.description.contains("fsync") && error.systemCode == 5
        }
        #expect(try !fileSystem.list("").contains { $0.name == "file" })
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may write anywhere, so nothing is denied"))
    func `a directory of others is said to be closed`() throws {
        #expect {
            try LocalFileSystem(root: "/souk-lake-test").create("file")
        } throws: {
            ($0 as? FileSystemError)?.code == .notPermitted
        }
    }

    @Test func `a published file and its directories survive any power failure after it`() throws {
        for seed in 0..<200 {
            let fileSystem = SimulatedFileSystem(seed: UInt64(seed))
            let file = try fileSystem.create("a/b/file")
            try file.write([UInt8](repeating: 7, count: 2000))
            try file.publish()
            fileSystem.reboot()
            #expect(try fileSystem.read("a/b/file") == [UInt8](repeating: 7, count: 2000))
        }
    }

    @Test func `a file is whole or not there whenever the power fails`() throws {
        let content = (0..<3000).map { UInt8(truncatingIfNeeded: $0) }
        var survived = 0
        for operation in 0..<20 {
            for seed in 0..<50 {
                let fileSystem = SimulatedFileSystem(seed: UInt64(seed))
                fileSystem.disk.arm(DiskFault(.crash, at: operation))
                do {
                    let file = try fileSystem.create("d/file")
                    try file.write(content)
                    _ = try file.publishIfAbsent()
                } catch is PowerFailure {}
                fileSystem.reboot()
                guard try fileSystem.list("d").contains(where: { $0.name == "file" }) else { continue }
                survived += 1
                #expect(try fileSystem.read("d/file") == content)
            }
        }
        #expect(survived > 0)
    }
}
