"""Counts a topic and a lake independently of Souk: is every message exactly once in the lake, and is it right there?

The topic is read with kafka-python, which shares no code with librdkafka, and only what was committed. Every message is
judged by the decoder's oracle, Tests/CommerceTests/oracle.py. The lake's tables are read by delta-rs and PyArrow, from a
copy that is fetched over WebHDFS if the lake is there. Windows are recomputed in whole centimes.

Usage: kafka_lake_audit.py BOOTSTRAP TOPIC LAKE [--zone ZONE], where LAKE is a path or webhdfs://HOST:PORT/PATH
Prints JSON: counts, how many differences, and the first of them.
"""
import argparse
import json
import struct
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from deltalake import DeltaTable
from kafka import KafkaConsumer, TopicPartition

from webhdfs import fetch

NAMES = ["transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method", "timestamp"]
MINUTE = 60_000_000
FUTURE_SKEW = 300_000_000
DIFFERENCES_SHOWN = 20
SILENCE_SECONDS = 15

arguments_parser = argparse.ArgumentParser()
arguments_parser.add_argument("bootstrap")
arguments_parser.add_argument("topic")
arguments_parser.add_argument("lake")
arguments_parser.add_argument("--zone", default="UTC")
arguments = arguments_parser.parse_args()
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "CommerceTests"))
sys.argv = ["oracle.py", arguments.zone, str(time.time_ns() // 1000 + FUTURE_SKEW), json.dumps([*NAMES, "currency"]), "MAD", "2", "auto"]
import oracle  # noqa: E402: it reads its settings from the arguments


class Differences:
    """How many there are, and the first of them."""

    def __init__(self):
        self.count = 0
        self.first = []

    def add(self, text):
        self.count += 1
        if len(self.first) < DIFFERENCES_SHOWN:
            self.first.append(text)


def messages():
    """Every committed message of the topic: partition, offset, value."""
    consumer = KafkaConsumer(
        bootstrap_servers=arguments.bootstrap, isolation_level="read_committed", enable_auto_commit=False, group_id=None
    )
    partitions = [TopicPartition(arguments.topic, number) for number in consumer.partitions_for_topic(arguments.topic)]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    ends = consumer.end_offsets(partitions)
    heard = time.monotonic()
    while any(consumer.position(partition) < ends[partition] for partition in partitions):
        for partition, records in consumer.poll(timeout_ms=500).items():
            heard = time.monotonic()
            for record in records:
                if record.offset < ends[partition]:
                    yield partition.partition, record.offset, record.value
        if time.monotonic() - heard > SILENCE_SECONDS:
            raise SystemExit(f"nothing came for {SILENCE_SECONDS} s before the end of {arguments.topic}: {ends}")
    consumer.close()


def table(root, name, columns):
    """The rows of a table, file by file as its log names them."""
    files = [uri.removeprefix("file://") for uri in DeltaTable(f"{root}/{name}").file_uris()]
    for file in files:
        for batch in pa.parquet.ParquetFile(file).iter_batches(columns=columns):
            yield from zip(*(plain(batch.column(column)) for column in columns))


def plain(column):
    """A column's values, times as microseconds."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz)).cast(pa.int64())
    return column.to_pylist()


def verdict(value):
    """What the lake must hold for a message: its eight fields, or why it is refused."""
    if value is None:
        return "tombstone"
    judged = oracle.judge(value)
    if judged[:1] == b"!":
        return judged[1:].decode()
    amount, quantity, moment, rest = judged[1:].split(b",", 3)
    texts = []
    while rest:
        (length,) = struct.unpack_from("<H", rest)
        texts.append(rest[2 : 2 + length].decode())
        rest = rest[2 + length :]
    transaction, user, city, category, payment = texts
    return transaction, user, city, category, int(amount), int(quantity), payment, int(moment)


def rows_by_place(root, differences):
    """All rows of the lake by partition and offset; what is there twice is a difference."""
    found = {}
    for *fields, partition, offset in table(root, "transactions", [*NAMES, "_partition", "_offset"]):
        fields[4] = int(fields[4] * 100)
        if (partition, offset) in found:
            differences.add(f"{partition}/{offset} is there twice")
        found[partition, offset] = tuple(fields)
    for reason, payload, partition, offset in table(root, "rejected", ["reason", "payload", "_partition", "_offset"]):
        if (partition, offset) in found:
            differences.add(f"{partition}/{offset} is there twice")
        found[partition, offset] = (reason, payload or b"")
    return found


def check_messages(root, differences):
    """Compares message by message, and gives back the counts and the accepted rows."""
    found = rows_by_place(root, differences)
    counts = Counter()
    accepted = []
    for partition, offset, value in messages():
        expected = verdict(value)
        is_accepted = isinstance(expected, tuple)
        counts["accepted" if is_accepted else "rejected"] += 1
        row = found.pop((partition, offset), None)
        if row is None:
            differences.add(f"{partition}/{offset} is not in the lake: {value!r}")
        elif row != (expected if is_accepted else (expected, value or b"")):
            differences.add(f"{partition}/{offset} is {row}, not {expected}")
        if is_accepted:
            accepted.append(expected)
    for place in found:
        differences.add(f"{place[0]}/{place[1]} is in the lake and not in the topic")
    return counts, accepted


def check_windows(root, accepted, differences):
    """Compares the windows' last revisions with sums over the accepted messages."""
    expected = defaultdict(lambda: [0, 0, 0, 0])
    for _, _, city, category, amount, quantity, payment, moment in accepted:
        start = moment // MINUTE * MINUTE
        for group in (("category", category), ("city", city), ("payment_method", payment), ("all", None)):
            sums = expected[start, *group]
            sums[0] += amount
            sums[1] += 1
            sums[2] += quantity
            sums[3] = max(sums[3], amount)
    last = {}
    columns = ["window_start", "window_end", "dimension", "key", "total_revenue", "avg_transaction", "num_transactions",
               "quantity", "max_amount", "revision"]
    for row in table(root, "windows", columns):
        start, end, dimension, key, revenue, average, number, quantity, largest, revision = row
        place = (start, dimension, None if dimension == "all" else key)
        if place in last and last[place][-1] == revision:
            differences.add(f"window {place} has revision {revision} twice")
        if end - start != MINUTE:
            differences.add(f"window {place} ends at {end}")
        if place not in last or last[place][-1] < revision:
            last[place] = (revenue, average, number, quantity, largest, revision)
    for place, (revenue, average, number, quantity, largest, revision) in last.items():
        sums = expected.pop(place, None)
        if [int(revenue * 100), number, quantity, int(largest * 100)] != sums:
            differences.add(f"window {place} at revision {revision} is {revenue} {number} {quantity} {largest}, not {sums}")
        # Half away from zero, and there are no negative amounts.
        elif int(average * 100) != (2 * sums[0] + sums[1]) // (2 * sums[1]):
            differences.add(f"window {place} has the average {average}, not {Decimal(sums[0]) / 100 / sums[1]}")
    for start, dimension, key in expected:
        moment = datetime.fromtimestamp(start / 1_000_000, timezone.utc)
        differences.add(f"the window of {moment} for {dimension} {key} is missing")
    return len(last)


def main():
    differences = Differences()
    with tempfile.TemporaryDirectory() as copy:
        root = arguments.lake
        if "://" in root:
            fetch(root, copy)
            root = copy
        counts, accepted = check_messages(root, differences)
        windows = check_windows(root, accepted, differences)
    print(
        json.dumps(
            {
                "messages": counts["accepted"] + counts["rejected"],
                "accepted": counts["accepted"],
                "rejected": counts["rejected"],
                "windows": windows,
                "differences": differences.count,
                "first_differences": differences.first,
            }
        )
    )


if __name__ == "__main__":
    main()
