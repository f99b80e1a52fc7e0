import Synchronization
import System
import Testing

@testable import TransactionLogs

@Suite struct EmbeddedLogWriterTests {
    @Test func `a second writer is refused and told where and by whom`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout())
            let error = #expect(throws: TransactionLogError.self) { _ = try EmbeddedLogWriter(opening: path) }
            #expect(error?.code == .alreadyOpen)
            #expect(error?.description.contains(path) == true)
            #expect(error?.description.contains("process \(CurrentProcess.identifier)") == true)
            try writer.close()
            try EmbeddedLogWriter(opening: path).close()
        }
    }

    @Test func `a log that is not there is neither read nor written without a layout`() throws {
        try withTemporaryDirectory { directory throws in
            #expect(try code { _ = try EmbeddedLog(opening: "\(directory)/none") } == .missing)
            #expect(try code { _ = try EmbeddedLogWriter(opening: "\(directory)/none") } == .missing)
            #expect(try Files.attributes(of: "\(directory)/none") == nil)
        }
    }

    @Test func `an existing log keeps its layout`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            try EmbeddedLogWriter(opening: path, creating: layout(partitions: 2, identity: 0xAB)).close()
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(partitions: 5, identity: 0xCD))
            #expect(writer.layout == layout(partitions: 2, identity: 0xAB))
            #expect(writer.identity.description == "log:abababab-abab-abab-abab-abababababab")
            #expect(try EmbeddedLog(opening: path).identity == writer.identity)
            try writer.close()
        }
    }

    @Test func `offsets go on after opening again`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            for round in 0..<5 {
                let writer = try EmbeddedLogWriter(
                    opening: path, creating: layout(partitions: 2, segmentBytes: 4096))
                var batch = writer.makeBatch()
                for message in messages(round * 30..<round * 30 + 30) { try batch.add(message, to: 1) }
                let receipt = try writer.append(batch)
                #expect(receipt.offsets == [0..<0, Int64(round * 30)..<Int64(round * 30 + 30)])
                try writer.close()
            }
            #expect(try EmbeddedLog(opening: path).reader(of: 1, from: 0).readAll() == records(0..<150))
        }
    }

    @Test func `what is not committed is not visible`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout())
            let log = try EmbeddedLog(opening: path)
            var batch = writer.makeBatch()
            try batch.add([1, 2, 3], to: 0)
            let receipt = try writer.append(batch)
            #expect(try log.offsets(of: 0) == 0..<0)
            try writer.commit(receipt)
            #expect(try log.offsets(of: 0) == 0..<1)
            try writer.commit(receipt)
            try writer.commit()
            #expect(try log.offsets(of: 0) == 0..<1)
            try writer.close()
        }
    }

    @Test func `the same messages make the same files however they are grouped`() throws {
        try withTemporaryDirectory { directory throws in
            let all = messages(0..<12_000)
            for (name, size) in [("a", 1), ("b", 7), ("c", 5000)] {
                let writer = try EmbeddedLogWriter(
                    opening: "\(directory)/\(name)", creating: layout(partitions: 2, segmentBytes: 350_000))
                var batch = writer.makeBatch()
                for (number, message) in all.enumerated() {
                    try batch.add(message, to: Int32(number % 2))
                    guard number % size == size - 1 || number == all.count - 1 else { continue }
                    let receipt = try writer.append(batch)
                    if number % 501 == 0 { try writer.commit(receipt) }
                    batch.removeAll()
                }
                try writer.close()
            }
            let first = try tree("\(directory)/a")
            #expect(first.count > 10)
            #expect(try tree("\(directory)/b") == first)
            #expect(try tree("\(directory)/c") == first)
        }
    }

    private func tree(_ path: String, under prefix: String = "") throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for entry in try Directories.entries(of: path) {
            if entry.attributes.isDirectory {
                files.merge(try tree("\(path)/\(entry.name)", under: "\(prefix)\(entry.name)/")) { first, _ in first }
            } else {
                files[prefix + entry.name] = try Files.read("\(path)/\(entry.name)")
            }
        }
        return files
    }

    @Test func `messages larger than the limit are refused and the rest of the batch is not`() throws {
        try withTemporaryDirectory { directory throws in
            let writer = try EmbeddedLogWriter(
                opening: "\(directory)/log", creating: layout(maximumRecordBytes: 100))
            var batch = writer.makeBatch()
            try batch.add(Array(repeating: 1, count: 100), to: 0)
            #expect(try code { try batch.add(Array(repeating: 1, count: 101), to: 0) } == .notPermitted)
            #expect(batch.count == 1)
            try writer.commit(writer.append(batch))
            try writer.close()
            #expect(try EmbeddedLog(opening: "\(directory)/log").offsets(of: 0) == 0..<1)
        }
    }

    @Test func `a closed writer takes nothing more`() throws {
        try withTemporaryDirectory { directory throws in
            let writer = try EmbeddedLogWriter(opening: "\(directory)/log", creating: layout())
            try writer.close()
            #expect(try code { _ = try writer.append(writer.makeBatch()) } == .notPermitted)
            #expect(try code { try writer.commit() } == .notPermitted)
        }
    }

    @Test func `pending bytes have a limit`() throws {
        try withTemporaryDirectory { directory throws in
            let writer = try EmbeddedLogWriter(opening: "\(directory)/log", creating: layout(segmentBytes: 1 << 30))
            var batch = writer.makeBatch()
            for _ in 0..<10 { try batch.add([UInt8](repeating: 1, count: 1 << 20), to: 0) }
            for _ in 0..<7 { _ = try writer.append(batch) }
            // Seven times ten megabytes are more than may wait: the seventh append committed the six before it.
            #expect(try EmbeddedLog(opening: "\(directory)/log").offsets(of: 0) == 0..<60)
            try writer.close()
            #expect(try EmbeddedLog(opening: "\(directory)/log").offsets(of: 0) == 0..<70)
        }
    }

    @Test func `concurrent appenders each get their own offsets and lose nothing`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(
                opening: path, creating: layout(partitions: 2, segmentBytes: 8192))
            let claims = Mutex<[(partition: Int, offsets: Range<Int64>, thread: Int, round: Int)]>([])
            let threads = (0..<4).map { thread in
                BackgroundThread {
                    var batch = writer.makeBatch()
                    for round in 0..<25 {
                        batch.removeAll()
                        for number in 0..<4 {
                            let text = "\(thread) \(round) \(number)"
                            do { try batch.add(Array(text.utf8), to: Int32(number % 2)) } catch {
                                Issue.record(error)
                            }
                        }
                        do {
                            let receipt = try writer.append(batch)
                            try writer.commit(receipt)
                            claims.withLock { claims in
                                for partition in 0..<2 {
                                    claims.append((partition, receipt.offsets[partition], thread, round))
                                }
                            }
                        } catch { Issue.record(error) }
                    }
                }
            }
            for thread in threads { thread.join() }
            let log = try EmbeddedLog(opening: path)
            let found = try (0..<2).map { try log.reader(of: Int32($0), from: 0).readAll().map(\.payload) }
            #expect(found.map(\.count) == [200, 200])
            for claim in claims.withLock({ $0 }) {
                let expected = [claim.partition, claim.partition + 2].map {
                    Array("\(claim.thread) \(claim.round) \($0)".utf8)
                }
                #expect(
                    Array(found[claim.partition][Int(claim.offsets.lowerBound)..<Int(claim.offsets.upperBound)])
                        == expected)
            }
            try writer.close()
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `a reader beside a writer sees every record once`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(segmentBytes: 20_000))
            let log = try EmbeddedLog(opening: path)
            let found = Mutex<[ReadRecord]>([])
            let reading = BackgroundThread {
                do {
                    let reader = try log.reader(of: 0, from: 0)
                    while reader.position < 3000 {
                        _ = try log.waitForRecords(beyond: [0: reader.position], timeout: .seconds(30))
                        _ = try reader.read(limit: 100) { batch in
                            let copied = batch.copied()
                            found.withLock { $0 += copied }
                        }
                    }
                } catch { Issue.record(error) }
            }
            for start in stride(from: 0, to: 3000, by: 15) { try writer.write(messages(start..<start + 15)) }
            reading.join()
            #expect(found.withLock { $0 } == records(0..<3000))
            try writer.close()
        }
    }
}
