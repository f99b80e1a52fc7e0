import Synchronization
import System
import Testing

@testable import TransactionLogs

/// A disk that fails when it is told to.
final class FailingDisk: FileFaults {
    private let decide = Mutex<@Sendable (FileOperation, String) -> FileFault?>({ _, _ in nil })

    /// Fails as a closure says from now on.
    func fail(_ decision: @escaping @Sendable (FileOperation, String) -> FileFault?) {
        decide.withLock { $0 = decision }
    }

    func fault(in operation: FileOperation, path: String) -> FileFault? {
        decide.withLock { $0 }(operation, path)
    }
}

/// Counts, from whatever thread.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increment() {
        count.withLock { $0 += 1 }
    }
}

@Suite struct EmbeddedLogFaultTests {

    @Test func `a full disk takes nothing of an append and the writer goes on`() throws {
        for written in [0, 1, 7, 8, 60, 500, 3000] {
            try withTemporaryDirectory { directory throws in
                let path = "\(directory)/log"
                let disk = FailingDisk()
                let writer = try EmbeddedLogWriter(
                    opening: path, creating: layout(partitions: 2, segmentBytes: 4096), faults: disk)
                try writer.write(messages(0..<10), to: 0)
                try writer.write(messages(0..<10), to: 1)
                disk.fail { operation, path in
                    guard case .write = operation, path.contains("partition-1") else { return nil }
                    return FileFault(number: .noSpace, writtenBytes: written)
                }
                var batch = writer.makeBatch()
                for message in messages(10..<100) {
                    try batch.add(message, to: 0)
                    try batch.add(message, to: 1)
                }
                let receipt = try writer.append(batch)
                let error = #expect(throws: TransactionLogError.self) { try writer.commit(receipt) }
                #expect(error?.code == .inputOutput && error?.systemCode == ErrorNumber.noSpace.rawValue)
                #expect(error?.description.contains("bytes are free") == true)
                let log = try EmbeddedLog(opening: path)
                for partition in Int32(0)..<2 {
                    #expect(try log.reader(of: partition, from: 0).readAll() == records(0..<10))
                }

                disk.fail { _, _ in nil }
                let again = try writer.append(batch)
                #expect(again.offsets == [10..<100, 10..<100])
                try writer.commit(again)
                try writer.close()
                try EmbeddedLogWriter(opening: path).close()
                for partition in Int32(0)..<2 {
                    #expect(try log.reader(of: partition, from: 0).readAll() == records(0..<100))
                }
            }
        }
    }

    @Test func `appends that wait together share one synchronization`() throws {
        try withTemporaryDirectory { directory throws in
            let disk = FailingDisk()
            let writer = try EmbeddedLogWriter(opening: "\(directory)/log", creating: layout(), faults: disk)
            let synchronizations = Counter()
            disk.fail { operation, _ in
                if operation == .synchronize { synchronizations.increment() }
                return nil
            }
            var batch = writer.makeBatch()
            try batch.add([1], to: 0)
            let receipts = try (0..<10).map { _ in try writer.append(batch) }
            for receipt in receipts.reversed() { try writer.commit(receipt) }
            // The segment and the mark, once each.
            #expect(synchronizations.value == 2)
            #expect(receipts.map(\.offsets) == (0..<10).map { [$0..<$0 + 1] })
            try writer.close()
        }
    }

    @Test func `a failed commit fails everyone whose records it carried`() throws {
        try withTemporaryDirectory { directory throws in
            let disk = FailingDisk()
            let writer = try EmbeddedLogWriter(opening: "\(directory)/log", creating: layout(), faults: disk)
            var batch = writer.makeBatch()
            try batch.add([1], to: 0)
            let first = try writer.append(batch)
            let second = try writer.append(batch)
            disk.fail { operation, _ in
                if case .write = operation { FileFault(number: .noSpace) } else { nil }
            }
            #expect(try code { try writer.commit(second) } == .inputOutput)
            disk.fail { _, _ in nil }
            #expect(try code { try writer.commit(first) } == .inputOutput)
            #expect(try writer.append(batch).offsets == [0..<1])
            try writer.close()
            #expect(try EmbeddedLog(opening: "\(directory)/log").offsets(of: 0) == 0..<1)
        }
    }

    @Test func `after a failed synchronization the writer takes nothing more`() throws {
        for failing in ["partition-1", "committed"] {
            try withTemporaryDirectory { directory throws in
                let path = "\(directory)/log"
                let disk = FailingDisk()
                let writer = try EmbeddedLogWriter(opening: path, creating: layout(partitions: 2), faults: disk)
                try writer.write(messages(0..<5), to: 1)
                disk.fail { operation, path in
                    operation == .synchronize && path.contains(failing) ? FileFault(number: .inputOutput) : nil
                }
                #expect(try code { try writer.write(messages(5..<10), to: 1) } == .inputOutput)
                disk.fail { _, _ in nil }
                #expect(try code { try writer.write(messages(5..<10), to: 1) } == .inputOutput)
                #expect(try code { try writer.commit() } == .inputOutput)
                #expect(try code { try writer.close() } == .inputOutput)

                let next = try EmbeddedLogWriter(opening: path)
                try next.close()
                let found = try EmbeddedLog(opening: path).reader(of: 1, from: 0).readAll()
                // The records reached the file; whether they count is decided by whoever opens it next.
                #expect(found == records(0..<10) || found == records(0..<5))
            }
        }
    }

    @Test func `a torn write that can't be taken back is final`() throws {
        try withTemporaryDirectory { directory throws in
            let path = "\(directory)/log"
            let disk = FailingDisk()
            let writer = try EmbeddedLogWriter(opening: path, creating: layout(), faults: disk)
            try writer.write(messages(0..<5))
            disk.fail { operation, _ in
                switch operation {
                case .write: FileFault(number: .noSpace, writtenBytes: 20)
                case .truncate: FileFault(number: .inputOutput)
                case .synchronize: nil
                }
            }
            #expect(try code { try writer.write(messages(5..<10)) } == .inputOutput)
            disk.fail { _, _ in nil }
            #expect(try code { try writer.write(messages(5..<10)) } == .inputOutput)
            #expect(try code { try writer.close() } == .inputOutput)
            let next = try EmbeddedLogWriter(opening: path)
            try next.write(messages(5..<6))
            try next.close()
            #expect(try EmbeddedLog(opening: path).reader(of: 0, from: 0).readAll() == records(0..<6))
        }
    }
}
