"""The baseline of the engine on Spark: the same job, as somebody would write it with PySpark and without Souk.

It takes the statements that `souk run --explain --json` prints (the acceptance rules, exact money, windows) and runs them with
Spark's own client: `transactions` and `windows` as streaming queries with `availableNow`, the rejected messages as a batch, all
into Delta tables. Nobody watches, sums up for a dashboard, accounts, reconciles or hands over.

Usage: handwritten_job.py --statements FILE --bootstrap HOST:PORT --topic TOPIC --end JSON --out URL --cluster FOLDER --master URL
--warm TABLE
--end holds the topic's ends as Spark's `endingOffsets` wants them. --warm is a table that is read before the
clock starts. Prints one line of JSON: seconds, and the rows of each table.
"""
import argparse
import glob
import json
import os
import time

from pyspark.sql import SparkSession, functions


def session(cluster, master):
    """Spark with its Kafka source and Delta Lake, set up as the Connect server of the benchmark is."""
    jars = sorted(glob.glob(f"{cluster}/spark-kafka/*.jar") + glob.glob(f"{cluster}/spark-delta/*.jar"))
    settings = {
        "spark.jars": ",".join(jars),
        "spark.driver.memory": "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.shuffle.partitions": "2",
        "spark.databricks.delta.snapshotPartitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    }
    builder = SparkSession.builder.master(master).appName("hand-written")
    for key, value in settings.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def stream(spark, sql, out, table):
    """Runs a statement as a streaming query over what there is now."""
    query = (
        spark.sql(sql)
        .writeStream.format("delta")
        .outputMode("append")
        .option("checkpointLocation", f"{out}/checkpoints/{table}")
        .trigger(availableNow=True)
        .start(f"{out}/{table}")
    )
    query.awaitTermination()


def main():
    parser = argparse.ArgumentParser()
    for name in ("statements", "bootstrap", "topic", "end", "out", "cluster", "master", "warm"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    with open(arguments.statements, encoding="utf-8") as file:
        statements = json.load(file)
    spark = session(os.path.abspath(arguments.cluster), arguments.master)
    spark.read.format("delta").load(arguments.warm).count()
    out = arguments.out

    began = time.monotonic()
    ends = json.loads(arguments.end)[arguments.topic]
    beginning = json.dumps({arguments.topic: {partition: 0 for partition in ends}})
    kafka = {
        "kafka.bootstrap.servers": arguments.bootstrap,
        "subscribe": arguments.topic,
        "startingOffsets": beginning,
        "kafka.isolation.level": "read_committed",
    }
    moments = [began]
    spark.readStream.format("kafka").options(**kafka).load().createOrReplaceTempView("souk_messages")
    stream(spark, statements["transactions"], out, "transactions")
    moments.append(time.monotonic())

    transactions = spark.readStream.format("delta").option("startingVersion", "0").load(f"{out}/transactions")
    transactions.withWatermark("timestamp", "60000 milliseconds").createOrReplaceTempView("souk_transactions_stream")
    stream(spark, statements["windows"], out, "windows")
    # The stream leaves the windows open that its watermark has not passed; a job that ends writes them too.
    closed = spark.read.format("delta").load(f"{out}/windows").selectExpr("max(window_end)").first()[0]
    rest = spark.read.format("delta").load(f"{out}/transactions").where(functions.col("timestamp") >= functions.lit(closed))
    rest.createOrReplaceTempView("souk_transactions_stream")
    spark.sql(statements["windows"]).write.format("delta").mode("append").save(f"{out}/windows")
    moments.append(time.monotonic())

    spark.read.format("kafka").options(**kafka, endingOffsets=arguments.end).load().createOrReplaceTempView("messages")
    rejected = statements["rejected"]
    # The printed statement is for an example's range; this is for the whole topic.
    example = "(_partition = 0 AND _offset >= 0L AND _offset < 1000L)"
    everything = " OR ".join(f"(_partition = {p} AND _offset >= 0L AND _offset < {end}L)" for p, end in ends.items())
    assert example in rejected, rejected
    rejected = rejected.replace(example, f"({everything})")
    example = example.replace("_partition", "message.`partition`").replace("_offset", "message.`offset`")
    everything = everything.replace("_partition", "message.`partition`").replace("_offset", "message.`offset`")
    assert example in rejected, rejected
    rejected = rejected.replace(example, f"({everything})")
    spark.sql(rejected.replace("souk_settled_messages", "messages")).write.format("delta").mode("append").save(f"{out}/rejected")
    moments.append(time.monotonic())
    parts = dict(zip(("transactions", "windows", "rejected"), (round(b - a, 1) for a, b in zip(moments, moments[1:]))))

    rows = {name: spark.read.format("delta").load(f"{out}/{name}").count() for name in ("transactions", "windows", "rejected")}
    print(json.dumps({"seconds": moments[-1] - began, "seconds_of": parts, **rows}))
    spark.stop()


if __name__ == "__main__":
    main()
