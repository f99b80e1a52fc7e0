"""The baseline of Spark: a topic into Parquet files of transactions and 1-minute windows, with the settings that suit it best.

Two streaming queries over the Kafka source, `availableNow`, on `local[2]`: one writes the rows, one the windows. Each reads
the topic for itself, as Structured Streaming wants it. Amounts are DECIMAL(12,2). Windows that the watermark has not passed
in the end stay in Spark's state. These took more of the processor when they were tried: Delta tables, RocksDB for the state, G1, a lower tier of the
compiler, sums of decimals.

Usage: spark_job.py --bootstrap HOST:PORT --topic TOPIC --messages N --out DIR --cluster FOLDER [--defaults] [--set KEY=VALUE]
--cluster names the folder with spark-kafka; --defaults leaves every setting as Spark has it.
Prints one line of JSON: see measurement.py.
"""
import argparse
import glob
import os

from measurement import Measurement

measurement = Measurement()

from pyspark.sql import SparkSession, functions as f  # noqa: E402: the clock runs while it is loaded

SCHEMA = """transaction_id STRING, user_id STRING, city STRING, category STRING, amount DECIMAL(12,2), quantity INT,
  payment_method STRING, timestamp TIMESTAMP"""
BEST = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.streaming.minBatchesToRetain": "2",
    "spark.sql.streaming.stateStore.maintenanceInterval": "600s",
    "spark.sql.parquet.compression.codec": "snappy",
    "spark.serializer": "org.apache.spark.serializer.KryoSerializer",
    "spark.shuffle.compress": "false",
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
}


def session(cluster, settings):
    """Spark with the connector to Kafka."""
    jars = sorted(glob.glob(f"{cluster}/spark-kafka/*.jar"))
    builder = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", ",".join(jars))
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.log.level", "ERROR")
    )
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--messages", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--cluster", required=True)
    parser.add_argument("--defaults", action="store_true")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    arguments = parser.parse_args()
    settings = {} if arguments.defaults else BEST
    settings = settings | dict(setting.split("=", 1) for setting in arguments.set)
    spark = session(os.path.abspath(arguments.cluster), settings)
    virtual_machine = spark.sparkContext._gateway.proc.pid
    measurement.job_begins()

    def transactions():
        messages = (
            spark.readStream.format("kafka")
            .option("kafka.bootstrap.servers", arguments.bootstrap)
            .option("subscribe", arguments.topic)
            .option("startingOffsets", "earliest")
            .load()
        )
        parsed = messages.select(f.from_json(f.col("value").cast("string"), SCHEMA).alias("sale"))
        return parsed.select("sale.*").where("transaction_id IS NOT NULL")

    # One aggregation over four rows a sale: four aggregations would read and parse the topic four times. Sums of whole
    # centimes, since Spark has sums of DECIMAL(12,2) in objects.
    dimensions = f.expr(
        "stack(4, 'category', category, 'city', city, 'payment_method', payment_method, 'all', 'all') AS (dimension, key)"
    )
    windows = (
        transactions()
        .withWatermark("timestamp", "1 minute")
        .select("timestamp", f.expr("CAST(amount * 100 AS BIGINT)").alias("cents"), "quantity", dimensions)
        .groupBy(f.window("timestamp", "1 minute"), "dimension", "key")
        .agg(
            f.sum("cents").alias("cents"),
            f.count("*").alias("num_transactions"),
            f.sum("quantity").alias("quantity"),
            f.max("cents").alias("largest"),
        )
        .selectExpr(
            "window.start AS window_start",
            "window.end AS window_end",
            "dimension",
            "key",
            "CAST(cents / 100 AS DECIMAL(18,2)) AS total_revenue",
            "CAST(cents / 100 / num_transactions AS DECIMAL(18,2)) AS avg_transaction",
            "num_transactions",
            "quantity",
            "CAST(largest / 100 AS DECIMAL(18,2)) AS max_amount",
        )
    )

    def start(frame, name):
        return (
            frame.writeStream.format("parquet")
            .option("checkpointLocation", f"{arguments.out}/checkpoints/{name}")
            .trigger(availableNow=True)
            .start(f"{arguments.out}/{name}")
        )

    queries = [start(transactions(), "transactions"), start(windows, "windows")]
    for query in queries:
        query.awaitTermination()
    counts = {name: spark.read.parquet(f"{arguments.out}/{name}").count() for name in ("transactions", "windows")}
    measurement.print(arguments.messages, child=virtual_machine, **counts)
    spark.stop()


if __name__ == "__main__":
    main()
