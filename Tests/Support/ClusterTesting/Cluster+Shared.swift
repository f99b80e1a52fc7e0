extension Cluster {
    /// A Kafka 4 that all tests of this process share; each makes topics of its own.
    public static let kafka: Result<KafkaBroker, any Error> = Result { try KafkaBroker(available.get()) }

    /// A Kafka 3.9 on ZooKeeper.
    public static let kafkaOnZooKeeper: Result<KafkaBroker, any Error> = Result {
        let cluster = try available.get()
        var settings = KafkaBroker.Settings()
        settings.zooKeeper = try ZooKeeperServer(cluster)
        return try KafkaBroker(cluster, settings)
    }

    /// A Kafka 4 with TLS, passwords and permissions.
    public static let securedKafka: Result<KafkaBroker, any Error> = Result {
        let cluster = try available.get()
        var settings = KafkaBroker.Settings()
        settings.security = try KafkaSecurity(cluster)
        return try KafkaBroker(cluster, settings)
    }

    /// A Kafka 3.9 on ZooKeeper with TLS, passwords and permissions.
    public static let securedKafkaOnZooKeeper: Result<KafkaBroker, any Error> = Result {
        let cluster = try available.get()
        var settings = KafkaBroker.Settings()
        settings.security = try KafkaSecurity(cluster)
        settings.zooKeeper = try ZooKeeperServer(cluster)
        return try KafkaBroker(cluster, settings)
    }

    /// A file system whose clients go through no proxy.
    public static let hdfs: Result<HDFSCluster, any Error> = Result { try HDFSCluster(available.get()) }

    /// A Spark Connect server that works alone.
    public static let spark: Result<SparkServer, any Error> = Result { try SparkServer(available.get()) }

    /// The server of proxies.
    public static let toxiproxy: Result<Toxiproxy, any Error> = Result { try Toxiproxy(available.get()) }
}
