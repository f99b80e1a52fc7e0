"""How much Souk costs on Spark: the job that it submits and looks after, against the same job hand-written in PySpark.

Both work off the same topic from its beginning to its end into Delta tables, each in a fresh Java process with `local[2]`; what
is measured is from the first request to the last answer, without the start of Spark. Several rounds, in turns; the medians count.

Usage: overhead.py --bootstrap HOST:PORT --topic TOPIC --out DIRECTORY [--souk PATH] [--cluster FOLDER] [--rounds N] [--port N]
Needs Java 17 and the environment that `make test` sets up. Prints a line of JSON for each run and one for the ratio.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

from connect_server import add_arguments, connect_server
from kafka import KafkaConsumer, TopicPartition

HERE = pathlib.Path(__file__).resolve().parent


def ends(bootstrap, topic):
    """The topic's ends as Spark wants them."""
    consumer = KafkaConsumer(bootstrap_servers=bootstrap)
    partitions = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
    found = consumer.end_offsets(partitions)
    consumer.close()
    return {topic: {str(partition.partition): found[partition] for partition in sorted(partitions)}}


def make_warm_lake(arguments):
    """A small lake that both jobs read before the clock starts."""
    log, lake = f"log:{arguments.out}/warm-log", f"{arguments.out}/warm"
    for command in (
        ["produce", "--to", log, "--count", "1000", "--rate", "max", "--quiet"],
        ["run", "--from", log, "--lake", lake, "--until-end", "--quiet"],
    ):
        subprocess.run([arguments.souk, *command], check=True, stdout=subprocess.DEVNULL)


def run_souk(arguments, number):
    lake = f"{arguments.out}/souk-{number}"
    with connect_server(arguments) as engine:
        # As the hand-written job's, this Java process has read a table once before the clock starts.
        subprocess.run(
            [arguments.souk, "query", "--engine", engine, "--lake", f"{arguments.out}/warm",
             "SELECT count(*) FROM transactions"],
            check=True, stdout=subprocess.DEVNULL)
        began = time.monotonic()
        done = subprocess.run(
            [arguments.souk, "run", "--engine", engine, "--from", f"kafka://{arguments.bootstrap}/{arguments.topic}",
             "--lake", lake, "--until-end", "--json", "--quiet"],
            check=True, stdout=subprocess.PIPE, text=True)
        seconds = time.monotonic() - began
    account = json.loads(done.stdout)
    return {"job": "souk", "seconds": seconds, "read": account["read"], "rejected": account["rejected"]}


def run_handwritten(arguments, number, statements, end):
    done = subprocess.run(
        [sys.executable, str(HERE / "handwritten_job.py"), "--statements", statements, "--bootstrap", arguments.bootstrap,
         "--topic", arguments.topic, "--end", json.dumps(end), "--out", f"file://{arguments.out}/handwritten-{number}",
         "--cluster", arguments.cluster, "--master", "local[2]", "--warm", f"file://{arguments.out}/warm/transactions"],
        check=True, stdout=subprocess.PIPE, text=True)
    return {"job": "handwritten", **json.loads(done.stdout.splitlines()[-1])}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--rounds", type=int, default=1)
    add_arguments(parser)
    arguments = parser.parse_args()
    arguments.out = os.path.abspath(arguments.out)
    arguments.cluster = os.path.abspath(arguments.cluster)
    shutil.rmtree(arguments.out, ignore_errors=True)
    os.makedirs(arguments.out)

    make_warm_lake(arguments)
    end = ends(arguments.bootstrap, arguments.topic)
    messages = sum(end[arguments.topic].values())
    statements = f"{arguments.out}/statements.json"
    with open(statements, "w", encoding="utf-8") as file:
        subprocess.run(
            [arguments.souk, "run", "--explain", "--json", "--engine", "sc://localhost", "--from",
             f"kafka://{arguments.bootstrap}/{arguments.topic}", "--lake", f"{arguments.out}/PLACE"],
            check=True, stdout=file)
    seconds = {"souk": [], "handwritten": []}
    for number in range(arguments.rounds):
        # The statement names the lake that it reads; each hand-written run has its own.
        text = pathlib.Path(statements).read_text(encoding="utf-8").replace("/PLACE", f"/handwritten-{number}")
        own = f"{arguments.out}/statements-{number}.json"
        pathlib.Path(own).write_text(text, encoding="utf-8")
        for result in (run_handwritten(arguments, number, own, end), run_souk(arguments, number)):
            print(json.dumps(result), flush=True)
            seconds[result["job"]].append(result["seconds"])
    medians = {job: statistics.median(values) for job, values in seconds.items()}
    print(json.dumps({
        "messages": messages,
        **{f"{job}_per_second": round(messages / median) for job, median in medians.items()},
        "ratio": round(medians["handwritten"] / medians["souk"], 3),
    }))


if __name__ == "__main__":
    main()
