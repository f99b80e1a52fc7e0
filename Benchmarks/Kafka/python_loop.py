"""The baseline by hand: a topic into Parquet files and 1-minute windows, as well as Python can, without any guarantee of delivery.

confluent-kafka consumes in batches, pyarrow parses, aggregates and writes on a second thread, so that both cores work;
city, category and payment method are dictionary columns, amounts are decimals.

Usage: python_loop.py --bootstrap HOST:PORT --topic TOPIC --messages N --out DIR
Prints one line of JSON: see measurement.py; the windows are in DIR/windows.parquet, the transactions in DIR/part-N.parquet.
"""
import argparse
import gc
import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor

from measurement import Measurement

measurement = Measurement()

import confluent_kafka as kafka  # noqa: E402: the clock runs while it is loaded
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402
import pyarrow.json  # noqa: E402
import pyarrow.parquet  # noqa: E402

FETCH_MESSAGES = 5_000
BATCH_MESSAGES = 50_000
BATCHES_WAITING_MAX = 2
MINUTE = 60_000_000
WORDS = ("city", "category", "payment_method")
DIMENSIONS = (*WORDS, "all")
SCHEMA = pa.schema(
    [
        ("transaction_id", pa.string()),
        ("user_id", pa.string()),
        ("city", pa.string()),
        ("category", pa.string()),
        ("amount", pa.decimal128(12, 2)),
        ("quantity", pa.int32()),
        ("payment_method", pa.string()),
        ("timestamp", pa.timestamp("us", "UTC")),
    ]
)
PARSING = pyarrow.json.ParseOptions(explicit_schema=SCHEMA, unexpected_field_behavior="ignore")
READING = pyarrow.json.ReadOptions(use_threads=False, block_size=1 << 20)
SUMS = [("amount", "sum"), ("amount", "count"), ("quantity", "sum"), ("amount", "max")]
MERGED = [("total_revenue", "sum"), ("num_transactions", "sum"), ("quantity", "sum"), ("max_amount", "max")]
COLUMNS = ["total_revenue", "num_transactions", "quantity", "max_amount"]


def parse(values):
    """The messages' columns."""
    lines = pa.BufferReader(b"\n".join(values))
    table = pyarrow.json.read_json(lines, read_options=READING, parse_options=PARSING).combine_chunks()
    for name in WORDS:
        table = table.set_column(table.schema.get_field_index(name), name, table[name].dictionary_encode())
    return table


def aggregate(table):
    """The sums of a batch, per dimension, key and minute: few rows, which are merged in the end."""
    minute = pc.multiply(pc.divide(table["timestamp"].cast(pa.int64()), MINUTE), MINUTE)
    table = table.append_column("minute", minute)
    partials = {}
    for dimension in DIMENSIONS:
        keys = ["minute"] if dimension == "all" else ["minute", dimension]
        sums = table.group_by(keys, use_threads=False).aggregate(SUMS)
        names = ["minute"] if dimension == "all" else ["minute", "key"]
        sums = sums.select([*keys, "amount_sum", "amount_count", "quantity_sum", "amount_max"])
        sums = sums.rename_columns([*names, *COLUMNS])
        if dimension != "all":
            sums = sums.set_column(1, "key", sums["key"].cast(pa.string()))
        partials[dimension] = sums
    return partials


def merge(partials):
    """All batches' sums as one table of windows."""
    tables = []
    for dimension in DIMENSIONS:
        sums = pa.concat_tables([partial[dimension] for partial in partials])
        keys = ["minute"] if dimension == "all" else ["minute", "key"]
        merged = sums.group_by(keys).aggregate(MERGED)
        merged = merged.select([*keys, *(f"{name}_{function}" for name, function in MERGED)]).rename_columns(keys + COLUMNS)
        if dimension == "all":
            merged = merged.add_column(1, "key", pa.array(["all"] * len(merged)))
        start = merged["minute"].cast(pa.timestamp("us", "UTC"))
        end = pc.add(merged["minute"], MINUTE).cast(pa.timestamp("us", "UTC"))
        merged = merged.drop_columns("minute").add_column(0, "window_start", start).add_column(1, "window_end", end)
        tables.append(merged.add_column(2, "dimension", pa.array([dimension] * len(merged))))
    windows = pa.concat_tables(tables)
    average = pc.divide(windows["total_revenue"].cast(pa.float64()), windows["num_transactions"])
    return windows.append_column("avg_transaction", pc.round(average, 2))


def work(number, values, out):
    """One batch: parse, aggregate, write."""
    table = parse(values)
    pyarrow.parquet.write_table(
        table, f"{out}/part-{number:05d}.parquet", compression="snappy", use_dictionary=list(WORDS),
        write_statistics=False,
    )
    return len(table), aggregate(table)


def consumer(bootstrap, topic):
    """A consumer that is assigned all of the topic's partitions from their beginning."""
    client = kafka.Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "python-loop",
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "auto.offset.reset": "earliest",
            "check.crcs": False,
            "queued.min.messages": 100_000,
            "queued.max.messages.kbytes": 65_536,
            "fetch.message.max.bytes": 1 << 20,
            # A full queue is looked at again after a second by default, which is too long, and at once burns a core.
            "fetch.queue.backoff.ms": 10,
            "fetch.wait.max.ms": 10,
        }
    )
    partitions = client.list_topics(topic, timeout=30).topics[topic].partitions
    client.assign([kafka.TopicPartition(topic, partition, kafka.OFFSET_BEGINNING) for partition in partitions])
    return client


def batches(client, messages):
    """The topic's values in lists of about BATCH_MESSAGES, until so many have come."""
    read = 0
    values = []
    while read < messages:
        for message in client.consume(num_messages=min(FETCH_MESSAGES, messages - read), timeout=5):
            if message.error():
                raise kafka.KafkaException(message.error())
            values.append(message.value())
            read += 1
        if len(values) >= BATCH_MESSAGES or read == messages:
            yield values
            values = []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--messages", type=int, required=True)
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    # Messages hold no cycles, and looking for some among so many objects costs a third of the consuming.
    gc.disable()
    os.makedirs(arguments.out, exist_ok=True)
    client = consumer(arguments.bootstrap, arguments.topic)
    measurement.job_begins()
    transactions, partials, waiting = 0, [], deque()

    def finish():
        nonlocal transactions
        rows, partial = waiting.popleft().result()
        transactions += rows
        partials.append(partial)

    with ThreadPoolExecutor(max_workers=1) as worker:
        for number, values in enumerate(batches(client, arguments.messages)):
            if len(waiting) >= BATCHES_WAITING_MAX:
                finish()
            waiting.append(worker.submit(work, number, values, arguments.out))
        while waiting:
            finish()
    windows = merge(partials)
    pyarrow.parquet.write_table(windows, f"{arguments.out}/windows.parquet", compression="snappy")
    measurement.print(arguments.messages, transactions=transactions, windows=len(windows))
    client.close()


if __name__ == "__main__":
    main()
