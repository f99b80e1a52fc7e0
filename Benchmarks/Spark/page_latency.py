"""How old the newest sale on the dashboard is while the job runs on Spark.

Writes a topic at a steady rate, has Souk run it on a Spark Connect server with `local[2]`, and asks the dashboard four times a
second. Prints a line of JSON for every ten seconds and one for what came after the warm-up, in which a new Java process compiles
what it runs. A sale's age is the time of the answer less the time that is in its message, so that the simulator's own way to
the topic is part of it.

Usage: page_latency.py --bootstrap HOST:PORT --out DIRECTORY [--rate N] [--seconds N] [--warm-up N] [--souk PATH]
           [--cluster FOLDER] [--port N] [--page N]
Needs Java 17 and the environment that `make test` sets up.
"""
import argparse
import contextlib
import datetime
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request

from connect_server import add_arguments, connect_server


@contextlib.contextmanager
def running(*command):
    """A process that is interrupted at the end, and waited for."""
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def newest(page):
    """The time of the newest sale on the page, in seconds since the epoch; None while there is none."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/api/v1/snapshot", timeout=5) as answer:
            latest = json.load(answer)["latest"]
    except (urllib.error.URLError, TimeoutError):
        return None
    times = [datetime.datetime.fromisoformat(sale["timestamp"].replace("Z", "+00:00")).timestamp() for sale in latest]
    return max(times, default=None)


def summary(ages):
    ages = sorted(ages)
    return {
        "median": round(ages[len(ages) // 2], 1),
        "p95": round(ages[int(len(ages) * 0.95)], 1),
        "max": round(ages[-1], 1),
        "answers": len(ages),
    }


def watch(arguments):
    """Prints how old the newest sale is, and returns the ages after the warm-up."""
    began = time.monotonic()
    round_ages, settled, next_line = [], [], 10
    while (elapsed := time.monotonic() - began) < arguments.seconds:
        time.sleep(0.25)
        moment = newest(arguments.page)
        if moment is not None:
            age = time.time() - moment
            round_ages.append(age)
            if elapsed >= arguments.warm_up:
                settled.append(age)
        if elapsed >= next_line:
            print(json.dumps({"second": next_line, **(summary(round_ages) if round_ages else {})}), flush=True)
            round_ages, next_line = [], next_line + 10
    return settled


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--warm-up", type=int, default=150)
    parser.add_argument("--page", type=int, default=15900)
    add_arguments(parser)
    arguments = parser.parse_args()
    arguments.out = os.path.abspath(arguments.out)
    shutil.rmtree(arguments.out, ignore_errors=True)
    os.makedirs(arguments.out)

    topic = f"kafka://{arguments.bootstrap}/page-latency-{os.getpid()}"
    with connect_server(arguments) as engine, running(
        arguments.souk, "produce", "--to", topic, "--create-topic", "--rate", str(arguments.rate), "--seed", "5", "--quiet"
    ):
        time.sleep(3)
        with running(
            arguments.souk, "run", "--engine", engine, "--from", topic, "--lake", f"{arguments.out}/lake",
            "--listen", f"127.0.0.1:{arguments.page}", "--quiet"
        ):
            settled = watch(arguments)
    print(json.dumps({"messages_per_second": arguments.rate, "after": arguments.warm_up, **summary(settled)}))


if __name__ == "__main__":
    main()
