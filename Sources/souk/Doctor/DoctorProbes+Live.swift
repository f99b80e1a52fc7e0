import Commerce
import Foundation
import KafkaLogs
import Lake
import System

extension DoctorProbes {
    /// Asks this machine.
    static let live = DoctorProbes(
        operatingSystem: {
            let name =
                field("PRETTY_NAME", of: "/etc/os-release") ?? ProcessInfo.processInfo.operatingSystemVersionString
            let kernel = text(of: "/proc/sys/kernel/osrelease").map {
                ", kernel \($0.trimmingCharacters(in: .newlines))"
            }
            return name + (kernel ?? "") + ", \(architecture)"
        },
        cores: { ProcessInfo.processInfo.activeProcessorCount },
        memory: {
            let total = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
            let limit = text(of: "/sys/fs/cgroup/memory.max").flatMap {
                Int64($0.trimmingCharacters(in: .newlines))
            }
            return (min(total, limit ?? total), availableMemory())
        },
        libraries: { LinkedLibraries.find(inMaps: text(of: "/proc/self/maps") ?? "") },
        openFiles: { try CurrentProcess.openFilesLimit() },
        freeBytes: { try Files.freeBytes(at: $0) },
        writeDurably: writeDurably,
        entries: { path in
            guard try Files.attributes(of: path) != nil else { return nil }
            return try Directories.entries(of: path).map(\.name)
        },
        topic: { address, configuration in
            var settings = try KafkaLogSettings(address, configuration, notice: { _ in })
            settings.timeout = .seconds(5)
            let log = try KafkaLog(settings)
            let messages = try log.partitions().reduce(0) { try $0 + log.offsets(of: $1).count }
            return
                "\(Words.count(Int64(log.partitions().count), "partition")), \(Words.count(Int64(messages), "message"))"
        },
        distantLake: { url, configuration in
            var configuration = configuration
            configuration.hurryHDFS()
            let entries = try LakePlace(url, configuration).fileSystem.list("")
            return entries.isEmpty ? "does not exist yet or is empty" : "is there"
        },
        listen: { address throws(SystemError) in
            let host = address.host == "localhost" ? "127.0.0.1" : address.host
            try ListeningPort.probe(address: host, port: address.port)
        },
        listener: { PortOwner.find(port: $0)?.description },
        hasTimeZone: { name in
            (try? TimeZoneName(argument: name)).map { (try? TimeZoneDatabase.resolve($0)) != nil } ?? false
        },
        now: { SystemWallClock().now() },
        buildTime: {
            let program = (try? Files.attributes(of: Bundle.main.executablePath ?? "/proc/self/exe")) ?? nil
            return (program?.modified).map(Timestamp.init(microseconds:))
        })

    private static var architecture: String {
        #if arch(x86_64)
        "x86_64"
        #elseif arch(arm64)
        "aarch64"
        #else
        "unknown processor"
        #endif
    }

    /// The text of a file; nil if it can't be read.
    private static func text(of path: String) -> String? {
        (try? Files.read(path)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A value in a file of `NAME="value"` lines (os-release(5)).
    private static func field(_ name: String, of path: String) -> String? {
        text(of: path)?.split(separator: "\n").first { $0.hasPrefix("\(name)=") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: ["\""]) }
    }

    private static func availableMemory() -> Int64? {
        let line = text(of: "/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 * 1024 }
    }

    private static func writeDurably(into directory: String) throws {
        let path = "\(directory)/.souk-doctor-\(CurrentProcess.identifier)"
        let file = try FileDescriptor(opening: path, [.write, .create])
        defer { _ = try? Files.remove(path) }
        try file.write(Array("souk".utf8))
        try file.synchronize()
    }
}
