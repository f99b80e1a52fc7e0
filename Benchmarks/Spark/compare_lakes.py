"""Compares two lakes row by row, and both with a third recomputation: `transactions`, `rejected`, and the final `windows`.

The lakes must have come from the same topic, one by each engine. DuckDB compares; Spark's and Souk's own code take no part.

Usage: compare_lakes.py FIRST SECOND [--webhdfs HOST:PORT]
A lake is a directory, or a path of HDFS with --webhdfs, whose files are copied here first. Prints one line of JSON; exit code 1
if there is any difference.
"""
import argparse
import json
import os
import sys
import tempfile
import urllib.request

import duckdb
from deltalake import DeltaTable


def fetch(address, path, target):
    """Copies a directory of HDFS."""
    with urllib.request.urlopen(f"http://{address}/webhdfs/v1{path}?op=LISTSTATUS&user.name=root") as answer:
        entries = json.load(answer)["FileStatuses"]["FileStatus"]
    os.makedirs(target, exist_ok=True)
    for entry in entries:
        name = entry["pathSuffix"]
        if entry["type"] == "DIRECTORY":
            fetch(address, f"{path}/{name}", f"{target}/{name}")
        else:
            with urllib.request.urlopen(f"http://{address}/webhdfs/v1{path}/{name}?op=OPEN&user.name=root") as answer:
                with open(f"{target}/{name}", "wb") as file:
                    while piece := answer.read(1 << 20):
                        file.write(piece)


def open_lake(database, name, lake, address, scratch):
    """Makes views of a lake's tables."""
    if address:
        for table in ("transactions", "windows", "rejected"):
            fetch(address, f"{lake}/{table}", f"{scratch}/{name}/{table}")
        lake = f"{scratch}/{name}"
    for table in ("transactions", "windows", "rejected"):
        files = DeltaTable(f"{lake}/{table}").file_uris()
        listed = ", ".join(f"'{file}'" for file in files)
        database.execute(f"CREATE VIEW {name}_{table} AS SELECT * FROM read_parquet([{listed}])")
    database.execute(
        f"""CREATE VIEW {name}_final AS SELECT * EXCLUDE (revision) FROM {name}_windows
        QUALIFY row_number() OVER (PARTITION BY window_start, dimension, key ORDER BY revision DESC) = 1"""
    )


def recompute(database, name):
    """The final windows from the transactions, by DuckDB, for windows of a minute; whole centimes throughout."""
    database.execute(
        f"""CREATE VIEW {name}_recomputed AS
        WITH sales AS (
            SELECT time_bucket(INTERVAL 1 MINUTE, timestamp) AS start, CAST(amount * 100 AS HUGEINT) AS cents, quantity, d.*
            FROM {name}_transactions, LATERAL (
                VALUES ('all', 'all'), ('category', category), ('city', city), ('payment_method', payment_method)
            ) AS d(dimension, key)),
        sums AS (SELECT start, dimension, key, sum(cents) AS cents, count(*) AS n, sum(quantity) AS articles, max(cents) AS largest
            FROM sales GROUP BY ALL)
        SELECT start AS window_start, start + INTERVAL 1 MINUTE AS window_end, dimension, key,
            CAST(cents AS DECIMAL(38,0)) * CAST(0.01 AS DECIMAL(3,2)) AS total_revenue,
            CAST((2 * cents + n) // (2 * n) AS DECIMAL(38,0)) * CAST(0.01 AS DECIMAL(3,2)) AS avg_transaction,
            n AS num_transactions, articles AS quantity, CAST(largest AS DECIMAL(38,0)) * CAST(0.01 AS DECIMAL(3,2)) AS max_amount
        FROM sums"""
    )


def differences(database, left, right, columns):
    """How many rows are in one of two relations only."""
    query = "SELECT count(*) FROM (SELECT {c} FROM {a} EXCEPT ALL SELECT {c} FROM {b})"
    return sum(
        database.execute(query.format(c=columns, a=a, b=b)).fetchone()[0] for a, b in ((left, right), (right, left))
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("first")
    parser.add_argument("second")
    parser.add_argument("--webhdfs")
    arguments = parser.parse_args()
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    windows = """window_start, window_end, dimension, key, CAST(total_revenue AS DECIMAL(38,2)) AS total_revenue,
        CAST(avg_transaction AS DECIMAL(38,2)) AS avg_transaction, CAST(num_transactions AS BIGINT) AS n,
        CAST(quantity AS BIGINT) AS quantity, CAST(max_amount AS DECIMAL(38,2)) AS max_amount"""
    with tempfile.TemporaryDirectory() as scratch:
        for name, lake in (("first", arguments.first), ("second", arguments.second)):
            open_lake(database, name, lake, arguments.webhdfs, scratch)
            recompute(database, name)
        result = {
            table: database.execute(f"SELECT count(*) FROM first_{table}").fetchone()[0]
            for table in ("transactions", "rejected", "final")
        }
        found = {
            "transactions": differences(database, "first_transactions", "second_transactions", "*"),
            "rejected": differences(
                database, "first_rejected", "second_rejected", "_partition, _offset, reason, payload"),
            "windows": differences(database, "first_final", "second_final", windows),
            "first_recomputed": differences(database, "first_final", "first_recomputed", windows),
            "second_recomputed": differences(database, "second_final", "second_recomputed", windows),
        }
        print(json.dumps({"rows": result, "differences": found}))
    sys.exit(1 if any(found.values()) else 0)


if __name__ == "__main__":
    main()
