public import Foundation

/// A Spark Connect server with the connectors for Kafka and Delta Lake, alone or on a cluster of a master and a worker.
///
/// Clients must have its token, which its address holds.
public final class SparkServer: Sendable {
    /// How it is set up.
    public struct Settings: Sendable {
        /// Whether the work is done by a master's worker, and not in the server's own process.
        public var isStandalone = false

        /// Further properties of Spark.
        public var properties: [String: String] = [:]

        /// Without a cluster.
        public init() {}
    }

    /// What clients must have; nobody else on this machine gets in by chance.
    public static let token = "souk-tests"

    /// The server that clients talk to.
    public let connect: ServerProcess

    /// The master of the cluster, if there is one.
    public let master: ServerProcess?

    /// The worker of the cluster, if there is one.
    public let worker: ServerProcess?

    /// Where clients come to.
    public let port: Int

    /// Where Spark's pages are.
    public let pagesPort: Int

    /// Where tables without a path of their own are.
    public let warehouse: URL

    /// Why no server can run here, to be printed for a test that is skipped; nil if one can.
    public static var whyUnavailable: String? {
        if let reason = Cluster.whyUnavailable { return reason }
        return home == nil ? "Spark is not installed in .deps/venv: run `make setup-test`" : nil
    }

    /// The folder of PySpark, which holds Spark; nil if it is not installed.
    public static let home: URL? = {
        let libraries = Cluster.repository.appending(path: ".deps/venv/lib")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: libraries.path)) ?? []
        return versions.map { libraries.appending(path: "\($0)/site-packages/pyspark") }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "bin/spark-submit").path) }
    }()

    /// Starts a server, and waits until it listens.
    public init(_ cluster: Cluster, _ settings: Settings = Settings()) throws {
        guard let home = Self.home else { throw ClusterError("Spark is not installed: run `make setup-test`") }
        let directory = try cluster.directory("spark")
        port = try Loopback.freePort()
        pagesPort = try Loopback.freePort()
        warehouse = directory.appending(path: "warehouse")
        var masterAddress = "local[2]"
        if settings.isStandalone {
            let masterPort = try Loopback.freePort()
            masterAddress = "spark://127.0.0.1:\(masterPort)"
            master = try Self.master(cluster, home, port: masterPort)
            worker = try Self.worker(cluster, home, directory, masterAddress)
        } else {
            master = nil
            worker = nil
        }
        var properties = [
            "spark.connect.grpc.binding.address": "127.0.0.1", "spark.connect.grpc.binding.port": "\(port)",
            "spark.connect.authenticate.token": Self.token, "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1", "spark.ui.host": "127.0.0.1", "spark.ui.port": "\(pagesPort)",
            "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": warehouse.path, "spark.local.dir": directory.appending(path: "local").path,
            "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
            "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        ]
        properties.merge(settings.properties) { $1 }
        let file = directory.appending(path: "spark.properties")
        try Properties.text(properties).write(to: file, atomically: true, encoding: .utf8)
        connect = ServerProcess(
            "spark-connect", of: cluster, "SPARK_HOME=\(home.path)",
            [
                "\(home.path)/bin/spark-submit", "--master", masterAddress, "--driver-memory", "1g",
                "--driver-java-options", Self.options(cluster), "--properties-file", file.path, "--jars",
                try Self.jars(cluster), "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
                "spark-internal",
            ], ports: [port])
        try connect.start()
    }

    /// Where clients come to, with what they need to get in.
    public var address: String { Self.address(port: port) }

    /// The same through another port, such as a proxy's.
    public static func address(port: Int) -> String { "sc://127.0.0.1:\(port)/;token=\(token)" }

    /// Ends all of it.
    public func stop() {
        connect.stop()
        worker?.stop()
        master?.stop()
    }

    private static func master(_ cluster: Cluster, _ home: URL, port: Int) throws -> ServerProcess {
        let pages = try Loopback.freePort()
        let master = ServerProcess(
            "spark-master", of: cluster, "SPARK_HOME=\(home.path)",
            [
                "\(home.path)/bin/spark-class", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1",
                "--port", "\(port)", "--webui-port", "\(pages)",
            ], ports: [port, pages])
        try master.start()
        return master
    }

    private static func worker(
        _ cluster: Cluster, _ home: URL, _ directory: URL, _ masterAddress: String
    ) throws -> ServerProcess {
        let port = try Loopback.freePort()
        let pages = try Loopback.freePort()
        let worker = ServerProcess(
            "spark-worker", of: cluster, "SPARK_HOME=\(home.path)",
            [
                "\(home.path)/bin/spark-class", "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1",
                "--port", "\(port)", "--webui-port", "\(pages)", "--cores", "2", "--memory", "2g", "--work-dir",
                directory.appending(path: "worker").path, masterAddress,
            ], ports: [port, pages])
        try worker.start()
        return worker
    }

    /// Little compiling, so that it starts fast and leaves the tests some cores.
    private static func options(_ cluster: Cluster) -> String {
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile=\(cluster.home.path)/log4j2.properties"
    }

    private static func jars(_ cluster: Cluster) throws -> String {
        try ["spark-kafka", "spark-delta"].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: cluster.folder.appending(path: folder).path)
                .filter { $0.hasSuffix(".jar") }.map { "\(cluster.folder.path)/\(folder)/\($0)" }
        }.joined(separator: ",")
    }
}
