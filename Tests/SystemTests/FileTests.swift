import System
import Testing

@Suite struct FileTests {
    @Test func `an error says what failed with which file and why`() throws {
        let error = #expect(throws: SystemError.self) { _ = try FileDescriptor(opening: "/none/such") }
        #expect(error?.number == .notFound)
        #expect(error?.description == "opening /none/such: no such file or directory (ENOENT)")
    }

    @Test func `directories are made with those above them and removed with what is in them`() throws {
        try withTemporaryDirectory { directory throws in
            try Directories.create("\(directory)/a/b/c/")
            try Directories.create("\(directory)/a/b/c")
            try FileDescriptor(opening: "\(directory)/a/b/file", [.write, .create]).write([1, 2], at: 0)
            let entries = try Directories.entries(of: "\(directory)/a/b")
            #expect(entries.map(\.name) == ["c", "file"])
            #expect(entries.map(\.attributes.isDirectory) == [true, false])
            #expect(entries.map(\.attributes.size) == [0, 2])
            let error = #expect(throws: SystemError.self) { try Directories.create("\(directory)/a/b/file") }
            #expect(error?.number == .notADirectory)
            try Directories.removeAll("\(directory)/a")
            #expect(try Files.attributes(of: "\(directory)/a") == nil)
        }
    }

    @Test func `a link is made once and a rename replaces`() throws {
        try withTemporaryDirectory { directory throws in
            for (name, byte) in [("x", UInt8(1)), ("y", 2)] {
                try FileDescriptor(opening: "\(directory)/\(name)", [.write, .create]).write([byte], at: 0)
            }
            try Files.link("\(directory)/x", to: "\(directory)/z")
            let error = #expect(throws: SystemError.self) { try Files.link("\(directory)/y", to: "\(directory)/z") }
            #expect(error?.number == .exists)
            try Files.rename("\(directory)/y", to: "\(directory)/z")
            #expect(try Files.read("\(directory)/z") == [2])
            #expect(try Files.read("\(directory)/x") == [1])
            #expect(try Files.remove("\(directory)/x"))
            #expect(try !Files.remove("\(directory)/x"))
        }
    }

    @Test func `two buffers are written as one and read in parts`() throws {
        try withTemporaryDirectory { directory throws in
            let file = try FileDescriptor(opening: "\(directory)/x", [.write, .create, .append])
            let first: [UInt8] = [1, 2]
            let second: [UInt8] = [3]
            try file.write(unsafe first.span.bytes, followedBy: unsafe second.span.bytes)
            try file.write([4])
            var buffer: [UInt8] = [9, 9, 9, 9, 9, 9]
            #expect(try file.read(into: &buffer, 1..<4, at: 1) == 3)
            #expect(buffer == [9, 2, 3, 4, 9, 9])
            #expect(try file.read(into: &buffer, 0..<6, at: 3) == 1)
            #expect(try file.read(into: &buffer, 0..<6, at: 4) == 0)
            try file.close()
        }
    }

    @Test func `many files are synchronized together`() throws {
        try withTemporaryDirectory { directory throws in
            var group = SynchronizationGroup()
            try group.synchronizeData()
            // More files than threads; opened in a recursion because a descriptor lives in no array.
            func open(_ left: Int) throws {
                let file = try FileDescriptor(opening: "\(directory)/\(left)", [.write, .create])
                try file.write([1, 2, 3])
                group.add(file)
                if left > 1 { try open(left - 1) } else { try group.synchronizeData() }
            }
            try open(40)
            #expect(group.count == 40)
        }
    }

    @Test func `a lock is had by one`() throws {
        try withTemporaryDirectory { directory throws in
            let first = try FileDescriptor(opening: "\(directory)/lock", [.write, .create])
            let second = try FileDescriptor(opening: "\(directory)/lock", [.write, .create])
            #expect(try first.lockExclusively())
            #expect(try !second.lockExclusively())
            try first.close()
            #expect(try second.lockExclusively())
        }
    }

    @Test func `what happens in a watched directory ends a wait`() throws {
        try withTemporaryDirectory { directory throws in
            var watch = try DirectoryWatch()
            try watch.add(directory)
            let file = try FileDescriptor(opening: "\(directory)/x", [.write, .create])
            #expect(try watch.wait(timeout: .seconds(30)))
            try file.write([1], at: 0)
            #expect(try watch.wait(timeout: .seconds(30)))
        }
    }

    @Test func `a file without a size is read to its end`() throws {
        let status = String(decoding: try Files.read("/proc/self/status"), as: UTF8.self)
        #expect(status.contains("\nPid:\t\(CurrentProcess.identifier)\n"))
    }

    @Test func `a link says where it leads`() throws {
        #expect(try Files.linkTarget(of: "/proc/self") == String(CurrentProcess.identifier))
        let error = #expect(throws: SystemError.self) { try Files.linkTarget(of: "/proc") }
        #expect(error?.number == .invalidArgument)
    }
}
