"""Runs SQL in a Spark of this process's own, one request after the other, each in a session of its own.

Each line of standard input names two files, with a tab between: a request, and where its answer goes. When that is written, a
line `answered` is printed. A request is JSON:
  views    [{name, schema, rows}]: BINARY as Base64, TIMESTAMP as microseconds since the epoch, DECIMAL as text
  queries  [{name, sql, kind}]: in their order; a "view" is only defined, for the queries behind it; an "answer" is printed;
           a "stream" too, and is run in append mode over the view `source` with a watermark of `delay` on `timestamp`

An answer is {"rows": {name: [[text or null]]}}, BINARY as hexadecimal digits, TIMESTAMP as microseconds since the epoch; or
{"error": text}.
"""

import base64
import datetime
import decimal
import json
import os
import sys
import tempfile
import time
import traceback

os.environ["TZ"] = "UTC"
time.tzset()

from pyspark.sql import SparkSession
from pyspark.sql.types import BinaryType, DecimalType, StructType, TimestampType

EPOCH = datetime.datetime(1970, 1, 1)
MICROSECOND = datetime.timedelta(microseconds=1)


def from_json(value, kind):
    if value is None:
        return None
    if isinstance(kind, BinaryType):
        return bytearray(base64.b64decode(value))
    if isinstance(kind, TimestampType):
        return EPOCH + int(value) * MICROSECOND
    if isinstance(kind, DecimalType):
        return decimal.Decimal(value)
    return value


def to_text(value):
    if value is None:
        return None
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, datetime.datetime):
        return str((value - EPOCH) // MICROSECOND)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def answers(frame):
    return [[to_text(value) for value in row] for row in frame.collect()]


def streamed(spark, query):
    """The rows that a streaming query has yielded when its source is read to the end."""
    with tempfile.TemporaryDirectory() as directory:
        source = spark.table(query["source"])
        source.repartition(4).write.parquet(f"{directory}/source")
        stream = spark.readStream.schema(source.schema).option("maxFilesPerTrigger", "4").parquet(f"{directory}/source")
        stream.withWatermark("timestamp", query["delay"]).createOrReplaceTempView("stream_of_" + query["source"])
        writer = spark.sql(query["sql"]).writeStream.outputMode("append").format("memory").queryName(query["name"])
        run = writer.option("checkpointLocation", f"{directory}/checkpoint").trigger(availableNow=True).start()
        run.awaitTermination()
        return answers(spark.table(query["name"]))


def answer(spark, request):
    for view in request["views"]:
        schema = StructType.fromDDL(view["schema"])
        rows = [tuple(from_json(value, field.dataType) for value, field in zip(row, schema)) for row in view["rows"]]
        spark.createDataFrame(rows, schema).createOrReplaceTempView(view["name"])
    results = {}
    for query in request["queries"]:
        if query["kind"] == "stream":
            results[query["name"]] = streamed(spark, query)
        elif query["kind"] == "view":
            spark.sql(query["sql"]).createOrReplaceTempView(query["name"])
        else:
            results[query["name"]] = answers(spark.sql(query["sql"]))
    return results


def main():
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    for line in sys.stdin:
        source, target = line.rstrip("\n").split("\t")
        with open(source, encoding="utf-8") as file:
            request = json.load(file)
        try:
            result = {"rows": answer(spark.newSession(), request)}
        except Exception:
            # Whoever asked is told; what other requests are about does not depend on it.
            result = {"error": traceback.format_exc()}
        with open(target, "w", encoding="utf-8") as file:
            json.dump(result, file)
        print("answered", flush=True)
    spark.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as directory:
        os.chdir(directory)
        main()
