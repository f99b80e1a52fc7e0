// swift-tools-version: 6.2
import PackageDescription

let libraries = Context.packageDirectory + "/.deps/lib"
let messages = Context.packageDirectory + "/.deps/spark-connect"

let package = Package(
    name: "souk",
    platforms: [.macOS(.v26)],
    products: [.executable(name: "souk", targets: ["souk"])],
    targets: [
        // Bindings: the only targets that touch C. A C target and the Swift module over it, one pair per library.
        .systemLibrary(name: "CArrow", path: "Sources/Bindings/CArrow", pkgConfig: "parquet"),
        .target(name: "CParquet", dependencies: ["CArrow"], path: "Sources/Bindings/CParquet"),
        .target(name: "Parquet", dependencies: ["CParquet"], path: "Sources/Bindings/Parquet"),
        .systemLibrary(name: "CDuckDB", path: "Sources/Bindings/CDuckDB", pkgConfig: "duckdb"),
        .target(name: "DuckDB", dependencies: ["CDuckDB"], path: "Sources/Bindings/DuckDB"),
        .systemLibrary(
            name: "CMicroHTTPD", path: "Sources/Bindings/CMicroHTTPD", pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"])]),
        .target(name: "HTTP", dependencies: ["CMicroHTTPD", "System"], path: "Sources/Bindings/HTTP"),
        .systemLibrary(
            name: "CKafka", path: "Sources/Bindings/CKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]
        ),
        .target(name: "Kafka", dependencies: ["CKafka"], path: "Sources/Bindings/Kafka"),
        .systemLibrary(
            name: "CCurl", path: "Sources/Bindings/CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "Web", dependencies: ["CCurl", "System"], path: "Sources/Bindings/Web"),
        .target(
            name: "CTOML", path: "Sources/Bindings/CTOML"),
        .target(name: "TOML", dependencies: ["CTOML"], path: "Sources/Bindings/TOML"),
        .target(name: "CChecksum", path: "Sources/Bindings/CChecksum"),
        .target(name: "Checksum", dependencies: ["CChecksum"], path: "Sources/Bindings/Checksum"),
        .target(
            name: "CAssets", path: "Sources/Bindings/CAssets",
            cSettings: [
                .unsafeFlags([
                    "-Wno-c23-extensions",
                    "--embed-dir=\(Context.packageDirectory)/.deps/assets",
                    "--embed-dir=\(Context.packageDirectory)/Sources/Dashboard/Page",
                ])
            ]),
        .target(name: "Assets", dependencies: ["CAssets"], path: "Sources/Bindings/Assets"),
        // gRPC's and protobuf's own pkg-config files name so many libraries that no command line takes them.
        .target(
            name: "CSparkConnect", dependencies: ["CArrow"], path: "Sources/Bindings/CSparkConnect",
            exclude: ["protocol"], cxxSettings: [.unsafeFlags(["-isystem", messages])],
            linkerSettings: ["grpc++", "grpc", "gpr", "protobuf", "absl_synchronization"].map { .linkedLibrary($0) }),
        .target(name: "SparkConnect", dependencies: ["CSparkConnect"], path: "Sources/Bindings/SparkConnect"),
        .target(name: "CSystem", path: "Sources/Bindings/CSystem"),
        .target(name: "System", dependencies: ["CSystem"], path: "Sources/Bindings/System"),

        .target(name: "Commerce"),
        .target(name: "Marketplace", dependencies: ["Commerce"]),
        .target(name: "TransactionLogs", dependencies: ["Checksum", "System"]),
        .target(name: "KafkaLogs", dependencies: ["TransactionLogs", "Kafka", "Checksum"]),
        .target(name: "Windowing", dependencies: ["Commerce"]),
        .target(name: "Live", dependencies: ["Commerce"]),
        .target(name: "Lake", dependencies: ["Commerce", "Parquet", "Checksum", "System", "Web"]),
        .target(
            name: "Streaming", dependencies: ["Commerce", "TransactionLogs", "Windowing", "Live", "Lake", "Checksum"]),
        .target(
            name: "SparkEngine",
            dependencies: ["Commerce", "TransactionLogs", "Windowing", "Live", "Lake", "Streaming", "SparkConnect"]),
        .target(name: "Analysis", dependencies: ["Commerce", "DuckDB"]),
        .target(name: "Audit", dependencies: ["Commerce", "Lake", "System", "TransactionLogs"]),
        .target(name: "SparkAnalysis", dependencies: ["Analysis", "Commerce", "SparkConnect"]),
        .target(name: "Dashboard", dependencies: ["Commerce", "Live", "HTTP", "Assets"], exclude: ["Page"]),
        .target(
            name: "Benchmarks",
            dependencies: [
                "Commerce", "Marketplace", "TransactionLogs", "Windowing", "Live", "Lake", "Streaming", "System",
                "Kafka",
            ],
            path: "Benchmarks", exclude: ["Kafka", "Scale", "Spark"]),
        .executableTarget(
            name: "souk",
            dependencies: [
                "Commerce", "Marketplace", "TransactionLogs", "KafkaLogs", "Windowing", "Live", "Lake", "Streaming",
                "Analysis", "Audit", "SparkAnalysis", "SparkEngine", "SparkConnect",
                "Dashboard", "Benchmarks", "DuckDB", "HTTP", "Parquet", "TOML", "System", "Web",
            ],
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", libraries])]),

        .target(
            name: "LakeTesting", dependencies: ["Lake", "Commerce", "System", "Web"], path: "Tests/Support/LakeTesting"),
        .target(name: "KafkaTesting", dependencies: ["Kafka"], path: "Tests/Support/KafkaTesting"),
        .target(
            name: "ClusterTesting", path: "Tests/Support/ClusterTesting", exclude: ["kafka_admin.py", "tls_front.py"]),
        .testTarget(name: "SystemTests", dependencies: ["System"]),
        .target(name: "AllocationCounting", path: "Tests/Support/AllocationCounting"),
        .target(name: "MessageTesting", dependencies: ["Commerce"], path: "Tests/Support/MessageTesting"),
        .testTarget(
            name: "CommerceTests", dependencies: ["Commerce", "AllocationCounting", "MessageTesting"],
            exclude: ["oracle.py"]),
        .testTarget(name: "MarketplaceTests", dependencies: ["Marketplace", "Commerce"]),
        .testTarget(
            name: "TransactionLogsTests",
            dependencies: [
                "TransactionLogs", "KafkaLogs", "Kafka", "KafkaTesting", "ClusterTesting", "Checksum", "System",
            ]),
        .testTarget(name: "KafkaLogsTests", dependencies: ["KafkaLogs", "TransactionLogs", "Kafka", "KafkaTesting"]),
        .testTarget(name: "WindowingTests", dependencies: ["Windowing", "Commerce"]),
        .testTarget(name: "LiveTests", dependencies: ["Live", "Commerce"]),
        .testTarget(
            name: "LakeTests",
            dependencies: ["ClusterTesting", "Lake", "LakeTesting", "Commerce", "Parquet", "System", "Web"]),
        .testTarget(
            name: "SparkConnectTests", dependencies: ["SparkConnect", "ClusterTesting"], exclude: ["protocol_subset.py"]
        ),
        .testTarget(name: "WebTests", dependencies: ["Web", "HTTP", "System"]),
        .testTarget(
            name: "StreamingTests",
            dependencies: [
                "Streaming", "Commerce", "TransactionLogs", "Windowing", "Live", "Lake", "LakeTesting", "Marketplace",
            ]),
        .testTarget(
            name: "SparkEngineTests",
            dependencies: [
                "SparkEngine", "SparkConnect", "Streaming", "TransactionLogs", "Commerce", "Windowing", "Live", "Lake",
                "LakeTesting",
                "MessageTesting",
            ],
            exclude: ["Oracles"]),
        .testTarget(name: "AnalysisTests", dependencies: ["Analysis", "Commerce", "DuckDB"]),
        .testTarget(
            name: "AuditTests", dependencies: ["Audit", "Commerce", "Lake", "LakeTesting", "TransactionLogs"]),
        .testTarget(name: "SparkAnalysisTests", dependencies: ["SparkAnalysis", "Analysis", "SparkConnect"]),
        .testTarget(name: "DashboardTests", dependencies: ["Dashboard", "Live", "HTTP", "System", "Commerce"]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "souk", "KafkaLogs", "Kafka", "KafkaTesting", "Analysis", "SparkConnect", "Benchmarks", "TOML",
                "System", "Commerce",
                "TransactionLogs",
            ]),
        .testTarget(
            name: "Integration", dependencies: ["ClusterTesting", "LakeTesting"], path: "Tests/Integration",
            exclude: ["Fixtures", "Oracles"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)

let strictness: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strictness
    if target.type == .test {
        target.linkerSettings = [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", libraries])]
    }
}
