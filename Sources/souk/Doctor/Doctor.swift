import Commerce
import Platform

/// Puts together the checks of `souk doctor`.
struct Doctor: Sendable {
    /// What the checks ask.
    let probes: DoctorProbes
    /// The configuration, with all that is wrong in it.
    let configuration: ConfigurationReport
    /// The directory of the log and the lake.
    let dataDirectory: String

    /// The checks, in the order in which they are shown.
    var checks: [DoctorCheck] {
        [
            DoctorCheck("Souk") { .good(SoukVersion.text) },
            DoctorCheck("system") { .good(probes.operatingSystem()) },
            DoctorCheck("cores") { cores() },
            DoctorCheck("memory") { memory() },
        ] + probes.libraries().map { library in DoctorCheck(library.name) { Self.finding(about: library) } } + [
            DoctorCheck("configuration") { configurationFiles() },
            DoctorCheck("data directory") { dataDirectoryState() },
            DoctorCheck("disk") { disk() },
            DoctorCheck("open files") { openFiles() },
            DoctorCheck("dashboard") { dashboard() },
            DoctorCheck("time zones") { timeZones() },
            DoctorCheck("clock") { clock() },
        ]
    }

    private func cores() -> DoctorFinding {
        let cores = probes.cores()
        return cores > 1
            ? .good(Words.number(cores))
            : .warning(
                "1", advice: "the pipeline shares the core with the simulator and the dashboard; give it a second one")
    }

    private func memory() -> DoctorFinding {
        let (total, available) = probes.memory()
        let text = Words.bytes(total) + (available.map { ", \(Words.bytes($0)) free" } ?? "")
        guard min(total, available ?? total) < 512 << 20 else { return .good(text) }
        return .warning(text, advice: "Souk wants 512 MiB; end something else, or lower lake.commit_rows")
    }

    private static func finding(about library: LinkedLibrary) -> DoctorFinding {
        guard library.isPresent else {
            return .warning(
                "not linked", advice: "this build can't do what needs \(library.name); build again with `make build`")
        }
        return .good([library.version, library.path].compactMap { $0 }.joined(separator: ", "))
    }

    private func configurationFiles() -> DoctorFinding {
        guard configuration.problems.isEmpty else {
            return .failure(
                configuration.problems.map(\.description).joined(separator: "; "),
                advice: "correct it; `souk config check` says when it is right")
        }
        return .good(
            configuration.files.isEmpty ? "no file, defaults hold" : configuration.files.joined(separator: ", "))
    }

    private func dataDirectoryState() -> DoctorFinding {
        do {
            guard let names = try probes.entries(dataDirectory) else {
                return .good("\(dataDirectory) does not exist yet; `souk up` creates it")
            }
            let parts = ["log", "lake"].filter(names.contains)
            return .good(
                "\(dataDirectory) holds \(parts.isEmpty ? "neither log nor lake" : parts.joined(separator: " and "))")
        } catch {
            return .failure(
                "\(dataDirectory) can't be read: \(error)",
                advice: "give yourself access to it, or choose another with --data")
        }
    }

    /// The directory itself, or the nearest one above it that exists.
    private var existingDirectory: String {
        var path = dataDirectory
        while (try? probes.entries(path)) == nil, let slash = path.lastIndex(of: "/") {
            path = slash == path.startIndex ? "/" : String(path[..<slash])
            if path == "/" { break }
        }
        return (try? probes.entries(path)) == nil ? "." : path
    }

    private func disk() -> DoctorFinding {
        let directory = existingDirectory
        do {
            let free = try probes.freeBytes(directory)
            try probes.writeDurably(directory)
            let text = "\(Words.bytes(free)) free at \(directory), takes fsync"
            if free < 64 << 20 { return .failure(text, advice: "free some space, or choose another disk with --data") }
            if free < 1 << 30 {
                return .warning(text, advice: "a million transactions take about 250 MiB; free some space")
            }
            return .good(text)
        } catch {
            return .failure(
                "\(directory): writing durably failed: \(error)",
                advice: "make the directory writable, or choose another disk with --data")
        }
    }

    private func openFiles() -> DoctorFinding {
        do {
            let limit = try probes.openFiles()
            guard limit.soft < 1024 else { return .good("up to \(Words.number(limit.soft))") }
            return .warning("up to \(Words.number(limit.soft))", advice: "raise it: ulimit -n \(min(limit.hard, 4096))")
        } catch {
            return .warning("\(error)", advice: "see what `ulimit -n` says; Souk wants 1024")
        }
    }

    private func dashboard() -> DoctorFinding {
        let address = configuration.configuration[.listen]
        do throws(PlatformError) {
            try probes.listen(address)
            return .good("\(address) is free")
        } catch {
            guard ListeningPort.isTaken(error) else {
                return .failure("\(address): \(error)", advice: "choose another address with --listen")
            }
            let owner = probes.listener(address.port) ?? "another program"
            return .failure(
                "\(address) is taken by \(owner)", advice: "end it, or choose another port with --listen HOST:PORT")
        }
    }

    private func timeZones() -> DoctorFinding {
        let zone = configuration.configuration[.reportTimeZone].identifier
        return probes.hasTimeZone(zone)
            ? .good("\(zone) is known")
            : .failure("\(zone) is unknown", advice: "install the time zone database (Debian: apt-get install tzdata)")
    }

    private func clock() -> DoctorFinding {
        let now = probes.now()
        let text = now.argument
        // A file system may round a time up by as much as two seconds.
        if let built = probes.buildTime(), now.microseconds < built.microseconds - 2_000_000 {
            return .failure(
                "\(text) is before this program was built (\(built.argument))",
                advice: "set the clock: transactions from the present would be refused as from the future")
        }
        return .good(text)
    }
}
