"""Compares two lakes row by row with delta-rs and PyArrow: do they say the same of the same messages?

`transactions` and `rejected` are compared by partition and offset (when a message was rejected and how that is explained
may differ), `windows` by their last revisions.

Usage: equal_lakes.py LAKE LAKE, where each is a path or webhdfs://HOST:PORT/PATH
Prints JSON: how many rows, how many differences, and the first of them.
"""
import json
import sys
import tempfile

import pyarrow as pa
import pyarrow.parquet
from deltalake import DeltaTable

from webhdfs import fetch

DIFFERENCES_SHOWN = 20
PLACE = ["_partition", "_offset"]
WINDOW = ["window_start", "dimension", "key"]
TRANSACTION = ["transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method", "timestamp"]
SUMS = ["window_end", "total_revenue", "avg_transaction", "num_transactions", "quantity", "max_amount"]


def plain(column):
    """A column's values, times as microseconds."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz)).cast(pa.int64())
    return column.to_pylist()


def rows(root, name, columns):
    """The rows of a table."""
    for uri in DeltaTable(f"{root}/{name}").file_uris():
        for batch in pa.parquet.ParquetFile(uri.removeprefix("file://")).iter_batches(columns=columns):
            yield from zip(*(plain(batch.column(column)) for column in columns))


def unique(root, name, key, values):
    """The rows of a table by a key that must be unique."""
    found = {}
    for row in rows(root, name, key + values):
        place = row[: len(key)]
        if place in found:
            raise SystemExit(f"{name} of {root} has {place} twice")
        found[place] = row[len(key) :]
    return found


def last_windows(root):
    """The last revisions of all windows."""
    found = {}
    for row in rows(root, "windows", WINDOW + ["revision"] + SUMS):
        place, value = row[: len(WINDOW)], row[len(WINDOW) :]
        if place not in found or found[place][0] < value[0]:
            found[place] = value
    return {place: value[1:] for place, value in found.items()}


def content(root):
    """What a lake says."""
    return {
        "transactions": unique(root, "transactions", PLACE, TRANSACTION),
        "rejected": unique(root, "rejected", PLACE, ["reason", "payload"]),
        "windows": last_windows(root),
    }


def main():
    lakes = []
    with tempfile.TemporaryDirectory() as directory:
        for number, root in enumerate(sys.argv[1:]):
            if "://" in root:
                fetch(root, f"{directory}/{number}")
                root = f"{directory}/{number}"
            lakes.append(content(root))
    one, other = lakes
    differences = [
        f"{table} {place}: {one[table].get(place)} and {other[table].get(place)}"
        for table in one
        for place in sorted(one[table].keys() | other[table].keys(), key=repr)
        if one[table].get(place) != other[table].get(place)
    ]
    counts = {table: len(one[table]) for table in one}
    print(json.dumps(counts | {"differences": len(differences), "first_differences": differences[:DIFFERENCES_SHOWN]}))


if __name__ == "__main__":
    main()
