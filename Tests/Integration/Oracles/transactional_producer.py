"""Writes transactions of Kafka's into a topic of two partitions: some committed, some given up, and one that stays open.

Partition 0 holds, in this order: 300 committed messages, 200 given up, 100 of the open transaction, 50 committed ones behind it.
Partition 1 holds 300 committed messages and 200 given up, so that nothing but the markers of transactions stands at its end.

Usage: transactional_producer.py BOOTSTRAP TOPIC SIGNAL_FILE
Prints `open` when all that has been done, commits the open transaction when the file is there, and prints `committed`.
"""
import json
import os
import sys
import time

from confluent_kafka import Producer

TIMEOUT = 30
bootstrap, topic, signal = sys.argv[1:4]


def transactional(name):
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "transactional.id": f"{topic}-{name}",
            # As long as a busy machine may need until the signal comes; Kafka's minute is not.
            "transaction.timeout.ms": 600_000,
        }
    )
    producer.init_transactions(TIMEOUT)
    return producer


def send(producer, kind, partition, count):
    for number in range(count):
        sale = {
            "transaction_id": f"{kind}-{partition}-{number}",
            "user_id": f"user_{number}",
            "city": "Rabat",
            "category": "Books",
            "amount": 12.5,
            "quantity": 1,
            "payment_method": "Cash on Delivery",
            "timestamp": "2026-01-01T10:00:00",
        }
        producer.produce(topic, json.dumps(sale).encode(), partition=partition)
    # Only what has been sent leaves gaps when it is given up.
    producer.flush(TIMEOUT)


quick, slow = transactional("quick"), transactional("slow")
for round_number in range(3):
    quick.begin_transaction()
    for partition in (0, 1):
        send(quick, f"committed{round_number}", partition, 100)
    quick.commit_transaction(TIMEOUT)
    if round_number < 2:
        quick.begin_transaction()
        for partition in (0, 1):
            send(quick, f"aborted{round_number}", partition, 100)
        quick.abort_transaction(TIMEOUT)
slow.begin_transaction()
send(slow, "open", 0, 100)
quick.begin_transaction()
send(quick, "behind", 0, 50)
quick.commit_transaction(TIMEOUT)
print("open", flush=True)
while not os.path.exists(signal):
    time.sleep(0.05)
slow.commit_transaction(TIMEOUT)
print("committed", flush=True)
