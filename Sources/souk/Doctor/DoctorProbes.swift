import Commerce
import System

/// What the doctor's checks ask of the machine. The real ones are `DoctorProbes.live`; a test answers for itself.
struct DoctorProbes: Sendable {
    /// The operating system, its kernel and its processor, in words.
    var operatingSystem: @Sendable () -> String
    /// Cores that this process may use.
    var cores: @Sendable () -> Int
    /// Bytes of memory: what this process may use, and what of it is free if that is known.
    var memory: @Sendable () -> (total: Int64, available: Int64?)
    /// The libraries that Souk is built on.
    var libraries: @Sendable () -> [LinkedLibrary]
    /// How many files may be open.
    var openFiles: @Sendable () throws -> CurrentProcess.OpenFilesLimit
    /// Bytes that are free on the disk of a path.
    var freeBytes: @Sendable (String) throws -> Int64
    /// Writes a small file into a directory, makes it durable, and removes it.
    var writeDurably: @Sendable (String) throws -> Void
    /// The names in a directory; nil if there is none.
    var entries: @Sendable (String) throws -> [String]?
    /// Asks a Kafka cluster for a topic, and says what it answered.
    var topic: @Sendable (KafkaAddress, Configuration) throws -> String
    /// Asks HDFS for a lake's directory, and says what it answered.
    var distantLake: @Sendable (LakeURL, Configuration) throws -> String
    /// Listens on an address for a moment.
    var listen: @Sendable (NetworkAddress) throws(SystemError) -> Void
    /// Who listens on a port, as `name (process 17)`; nil if it can't be told.
    var listener: @Sendable (UInt16) -> String?
    /// Whether the time zone database knows a zone.
    var hasTimeZone: @Sendable (String) -> Bool
    /// The present moment.
    var now: @Sendable () -> Timestamp
    /// When this program was built; nil if it can't be told.
    var buildTime: @Sendable () -> Timestamp?
}
