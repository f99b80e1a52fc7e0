import Commerce
import System

/// Puts together the checks of `souk doctor`.
struct Doctor: Sendable {
    /// What the checks ask.
    let probes: DoctorProbes
    /// The configuration, with all that is wrong in it.
    let configuration: ConfigurationReport
    /// Where the log and the lake are, or will be.
    let places: DataPlaces

    /// The checks, in the order in which they are shown.
    var checks: [DoctorCheck] {
        [
            DoctorCheck("Souk") { .good(SoukVersion.text) },
            DoctorCheck("system") { .good(probes.operatingSystem()) },
            DoctorCheck("cores") { cores() },
            DoctorCheck("memory") { memory() },
        ] + probes.libraries().map { library in DoctorCheck(library.name) { Self.finding(about: library) } } + [
            DoctorCheck("configuration") { configurationFiles() },
            DoctorCheck("log") { log() },
            DoctorCheck("lake") { lake() },
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

    private func log() -> DoctorFinding {
        switch places.log {
        case .embedded(let directory):
            return state(of: directory, missing: "`souk up` or `souk produce` creates it")
        case .file(let path):
            guard (try? probes.freeBytes(path)) != nil else {
                return .warning("\(path) does not exist", advice: "name a file that does: log.url")
            }
            return .good(path)
        case .kafka(let address): return topic(address)
        case .standardStream: return .good("standard input and output")
        }
    }

    private func lake() -> DoctorFinding {
        guard let directory = places.lake.directory else { return distantLake() }
        return state(of: directory, missing: "`souk up` or `souk run` creates it")
    }

    private func topic(_ address: KafkaAddress) -> DoctorFinding {
        do {
            return .good("\(address.argument): \(try probes.topic(address, configuration.configuration))")
        } catch {
            return .failure(Words.reason(of: error), advice: "`souk up` and `souk run` need it; see docs/kafka.md")
        }
    }

    private func distantLake() -> DoctorFinding {
        do {
            return .good(
                "\(places.lake.argument) \(try probes.distantLake(places.lake, configuration.configuration))")
        } catch {
            return .failure(Words.reason(of: error), advice: "`souk up` and `souk run` need it; see docs/hdfs.md")
        }
    }

    private func state(of directory: String, missing: String) -> DoctorFinding {
        do {
            guard let names = try probes.entries(directory) else {
                return .good("\(directory) does not exist yet; \(missing)")
            }
            return .good("\(directory) \(names.isEmpty ? "is empty" : "is there")")
        } catch {
            return .failure(
                "\(directory) can't be read: \(Words.reason(of: error))",
                advice: "give yourself access to it, or choose another place with --data")
        }
    }

    /// The lake's directory, or the nearest one above it that exists.
    private var existingDirectory: String {
        guard var path = places.lake.directory else { return "." }
        while (try? probes.entries(path)) == nil {
            guard let slash = path.lastIndex(of: "/") else { return "." }
            if slash == path.startIndex { return "/" }
            path = String(path[..<slash])
        }
        return path
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
                "\(directory): writing durably failed: \(Words.reason(of: error))",
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
        do throws(SystemError) {
            try probes.listen(address)
            return .good("\(address) is free")
        } catch {
            guard error.number == .addressInUse else {
                return .failure("\(address): \(error.number)", advice: "choose another address with --listen")
            }
            let owner = probes.listener(address.port) ?? "another program"
            return .failure(
                "\(address) is taken by \(owner)", advice: "end it, or choose another port with --listen HOST:PORT")
        }
    }

    private func timeZones() -> DoctorFinding {
        let zone = configuration.configuration[.shopTimeZone].identifier
        return probes.hasTimeZone(zone)
            ? .good("\(zone) is known")
            : .failure("\(zone) is unknown", advice: "install the time zone database (Debian: apt-get install tzdata)")
    }

    private func clock() -> DoctorFinding {
        let now = probes.now()
        let text = Timestamp(microseconds: now.microseconds - now.microseconds % 1_000_000).argument
        // A file system may round a time up by as much as two seconds.
        if let built = probes.buildTime(), now.microseconds < built.microseconds - 2_000_000 {
            return .failure(
                "\(text) is before this program was built (\(built.argument))",
                advice: "set the clock: transactions from the present would be refused as from the future")
        }
        return .good(text)
    }
}
