import Commerce
import Foundation
import Platform

extension DoctorProbes {
    /// Asks this machine.
    static let live = DoctorProbes(
        operatingSystem: {
            let name =
                field("PRETTY_NAME", of: "/etc/os-release") ?? ProcessInfo.processInfo.operatingSystemVersionString
            let kernel = WholeFile.text(of: "/proc/sys/kernel/osrelease").map {
                ", kernel \($0.trimmingCharacters(in: .newlines))"
            }
            return name + (kernel ?? "") + ", \(architecture)"
        },
        cores: { ProcessInfo.processInfo.activeProcessorCount },
        memory: {
            let total = Int64(clamping: ProcessInfo.processInfo.physicalMemory)
            let limit = WholeFile.text(of: "/sys/fs/cgroup/memory.max").flatMap {
                Int64($0.trimmingCharacters(in: .newlines))
            }
            return (min(total, limit ?? total), availableMemory())
        },
        libraries: { LinkedLibraries.find(inMaps: WholeFile.text(of: "/proc/self/maps") ?? "") },
        openFiles: { try CurrentProcess.openFilesLimit() },
        freeBytes: { path in
            let attributes = try FileManager.default.attributesOfFileSystem(forPath: path)
            return (attributes[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
        },
        writeDurably: writeDurably,
        entries: { path in
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return try FileManager.default.contentsOfDirectory(atPath: path)
        },
        listen: { address throws(PlatformError) in
            let host = address.host == "localhost" ? "127.0.0.1" : address.host
            try ListeningPort.probe(address: host, port: address.port)
        },
        listener: { PortOwner.describe(port: $0) },
        hasTimeZone: { TimeZone(identifier: $0) != nil },
        now: { timestamp(Date()) },
        buildTime: {
            let path = Bundle.main.executablePath ?? "/proc/self/exe"
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return (attributes?[.modificationDate] as? Date).map(timestamp)
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

    private static func timestamp(_ date: Date) -> Timestamp {
        Timestamp(microseconds: Int64(date.timeIntervalSince1970 * 1_000_000))
    }

    /// A value in a file of `NAME="value"` lines (os-release(5)).
    private static func field(_ name: String, of path: String) -> String? {
        WholeFile.text(of: path)?.split(separator: "\n").first { $0.hasPrefix("\(name)=") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: ["\""]) }
    }

    private static func availableMemory() -> Int64? {
        let line = WholeFile.text(of: "/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int64($0) }.map { $0 * 1024 }
    }

    private static func writeDurably(into directory: String) throws {
        let path = "\(directory)/.souk-doctor-\(ProcessInfo.processInfo.processIdentifier)"
        let url = URL(fileURLWithPath: path)
        try Data("souk".utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let handle = try FileHandle(forWritingTo: url)
        defer { try? handle.close() }
        try handle.synchronize()
    }
}
