import Lake
import LakeTesting
import System
import Testing

/// What every file system promises, held against each of them.
@Suite struct FileSystemContractTests {
    enum Kind: CaseIterable {
        case local
        case simulated
        case webHDFS
        case hdfs

        /// The kinds that can be tried here.
        static let available = allCases.filter { $0 != .hdfs || RealHDFS.isReachable }
    }

    func with(_ kind: Kind, _ body: (any FileSystem) throws -> Void) throws {
        switch kind {
        case .local: try withTemporaryDirectory { try body(LocalFileSystem(root: "\($0)/lake")) }
        case .simulated: try body(SimulatedFileSystem(seed: 1))
        case .webHDFS: try SimulatedCluster().with { try body($0) }
        case .hdfs: try RealHDFS.with { try body($0) }
        }
    }

    func write(_ text: String, to path: String, on fileSystem: any FileSystem) throws -> any FileWriter {
        let file = try fileSystem.create(path)
        try file.write(Array(text.utf8))
        return file
    }

    func visibleNames(_ directory: String, on fileSystem: any FileSystem) throws -> [String] {
        try fileSystem.list(directory).map(\.name).filter { !$0.hasPrefix(".") }
    }

    @Test(arguments: Kind.available)
    func `a file is visible once it is published, and whole`(kind: Kind) throws {
        try with(kind) { fileSystem in
            let file = try write("hello ", to: "a/b/file", on: fileSystem)
            try file.write(Array("world".utf8))
            #expect(file.count == 11)
            #expect(try visibleNames("a/b", on: fileSystem).isEmpty)
            #expect(try fileSystem.list("a/b").count <= 1)
            try file.publish()
            #expect(try fileSystem.read("a/b/file") == Array("hello world".utf8))
            let entries = try fileSystem.list("a/b")
            #expect(entries.map(\.name) == ["file"])
            #expect(entries.map(\.size) == [11])
            #expect(try fileSystem.list("a").map(\.isDirectory) == [true])
        }
    }

    @Test(arguments: Kind.available)
    func `publishing replaces a file of the same name`(kind: Kind) throws {
        try with(kind) { fileSystem in
            try write("old", to: "file", on: fileSystem).publish()
            try write("new", to: "file", on: fileSystem).publish()
            #expect(try fileSystem.read("file") == Array("new".utf8))
        }
    }

    @Test(arguments: Kind.available)
    func `only the first of two files gets a name that must be free`(kind: Kind) throws {
        try with(kind) { fileSystem in
            let first = try write("first", to: "d/file", on: fileSystem)
            let second = try write("second", to: "d/file", on: fileSystem)
            #expect(try second.publishIfAbsent())
            #expect(try !first.publishIfAbsent())
            #expect(try fileSystem.read("d/file") == Array("second".utf8))
            #expect(try fileSystem.list("d").count == 1)
        }
    }

    @Test(arguments: Kind.available)
    func `a file can be renamed until it is published`(kind: Kind) throws {
        try with(kind) { fileSystem in
            let file = try write("x", to: "d/one", on: fileSystem)
            file.name = "two"
            try file.publish()
            #expect(try fileSystem.list("d").map(\.name) == ["two"])
        }
    }

    @Test(arguments: Kind.available)
    func `an abandoned file leaves nothing, nor does one that is forgotten`(kind: Kind) throws {
        try with(kind) { fileSystem in
            try write("x", to: "d/one", on: fileSystem).abandon()
            _ = try write("x", to: "d/two", on: fileSystem)
            #expect(try fileSystem.list("d").isEmpty)
        }
    }

    @Test(arguments: Kind.available)
    func `what is missing is missing`(kind: Kind) throws {
        try with(kind) { fileSystem in
            #expect(try fileSystem.list("nowhere").isEmpty)
            try fileSystem.delete("nothing")
            try fileSystem.synchronize("nowhere")
            #expect { try fileSystem.read("nothing") } throws: { ($0 as? FileSystemError)?.code == .notFound }
            #expect { try fileSystem.localCopy(of: "nothing") } throws: { ($0 as? FileSystemError)?.code == .notFound }
        }
    }

    @Test(arguments: Kind.available)
    func `a file where a directory should be is said to be one`(kind: Kind) throws {
        try with(kind) { fileSystem in
            try write("x", to: "file", on: fileSystem).publish()
            #expect { try fileSystem.create("file/below") } throws: { ($0 as? FileSystemError)?.code == .notADirectory }
            #expect { try fileSystem.list("file") } throws: { ($0 as? FileSystemError)?.code == .notADirectory }
        }
    }

    @Test(arguments: Kind.available)
    func `a deleted file is gone`(kind: Kind) throws {
        try with(kind) { fileSystem in
            try write("x", to: "file", on: fileSystem).publish()
            try fileSystem.delete("file")
            #expect(try fileSystem.list("").isEmpty)
        }
    }

    @Test(arguments: Kind.available)
    func `a local copy holds the file's bytes`(kind: Kind) throws {
        try with(kind) { fileSystem in
            try write("content", to: "d/file", on: fileSystem).publish()
            #expect(try Files.read(try fileSystem.localCopy(of: "d/file")) == Array("content".utf8))
        }
    }

    @Test(arguments: Kind.available)
    func `a lock is exclusive until it is given back, and names its holder`(kind: Kind) throws {
        try with(kind) { fileSystem in
            let lock = try fileSystem.lock("_souk/lock")
            #expect {
                try fileSystem.lock("_souk/lock")
            } throws: { error in
                guard let error = error as? FileSystemError else { return false }
                return error.code == .locked
                    && error.description.contains("process \(CurrentProcess.identifier)")
            }
            lock.unlock()
            try fileSystem.lock("_souk/lock").unlock()
        }
    }
}
