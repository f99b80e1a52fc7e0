"""Reads a lake with Spark and its Delta connector, and prints counts and sums as JSON.

Usage: spark_reads.py LAKE JARS_FOLDER
"""
import glob
import json
import sys

from pyspark.sql import SparkSession

lake, jars = sys.argv[1:3]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.jars", ",".join(sorted(glob.glob(f"{jars}/*.jar"))))
    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
for table in ("transactions", "windows", "rejected"):
    spark.read.format("delta").load(f"{lake}/{table}").createOrReplaceTempView(table)
one = lambda sql: spark.sql(sql).collect()[0][0]
final = """(SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY window_start, dimension, key ORDER BY revision DESC) AS n
            FROM windows) WHERE n = 1)"""
differences = f"""
    SELECT count(*) FROM (
      SELECT window(timestamp, '1 minute').start AS start, category AS key, sum(amount) AS revenue, count(*) AS n
      FROM transactions GROUP BY 1, 2) t
    FULL JOIN (SELECT window_start AS start, key, total_revenue AS revenue, num_transactions AS n
               FROM {final} WHERE dimension = 'category') w
    ON t.start = w.start AND t.key = w.key
    WHERE NOT (t.revenue <=> w.revenue AND t.n <=> w.n)"""
print(
    json.dumps(
        {
            "transactions": one("SELECT count(*) FROM transactions"),
            "revenue": str(one("SELECT sum(amount) FROM transactions")),
            "windows": one("SELECT count(*) FROM windows"),
            "rejected": one("SELECT count(*) FROM rejected"),
            "window_differences": one(differences),
            "schemas": {
                table: spark.table(table).schema.simpleString() for table in ("transactions", "windows", "rejected")
            },
        },
        sort_keys=True,
    )
)
spark.stop()
