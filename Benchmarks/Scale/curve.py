#!/usr/bin/env python3
"""Measures what the pipeline costs against the number of partitions and of worker threads, and prints it as Markdown.

Usage: Benchmarks/Scale/curve.py [--souk .build/release/souk] [--messages N] [--runs N] [--directory DIR]

For each number of partitions, the simulator fills an embedded log; for each number of workers, `souk run --until-end`
carries it into a new lake, `--runs` times. Printed are the medians of what the command accounts for itself: messages per
second, processor seconds per million messages, peak memory, and besides what the lake then consists of. The log of one
partition count is removed before the next is written.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PARTITIONS = [1, 2, 4, 8, 16, 32, 64]
WORKERS = [1, 2]
# Small commits show what a commit costs, large ones what a message does.
COMMIT_ROWS = [10_000, 100_000, 1_000_000]


def souk(binary, *arguments, environment=None):
    outcome = subprocess.run(
        [binary, *arguments], check=False, capture_output=True, text=True, env={**os.environ, **(environment or {})})
    if outcome.returncode != 0:
        sys.exit(f"souk {' '.join(arguments)}: exit code {outcome.returncode}: {outcome.stderr}")
    return outcome.stdout


def lake_files(lake):
    files = [path for path in (lake / "transactions").glob("*.parquet")]
    return len(files), sum(path.stat().st_size for path in files)


def measure(options, log, lake, workers, commit_rows):
    accounts = []
    for _ in range(options.runs):
        shutil.rmtree(lake, ignore_errors=True)
        account = json.loads(souk(
            options.souk, "run", "--from", f"log:{log}", "--lake", str(lake), "--until-end", "--json", "--quiet",
            "--commit-rows", str(commit_rows), environment={"SOUK_PIPELINE_WORKERS": str(workers)}))
        if account["read"] != options.messages:
            sys.exit(f"read {account['read']} messages, not {options.messages}")
        accounts.append(account)
    files, size = lake_files(lake)
    shutil.rmtree(lake)
    millions = options.messages / 1e6
    return {
        "rate": options.messages / statistics.median(account["seconds"] for account in accounts),
        "cpu": statistics.median(account["cpu_seconds"] for account in accounts) / millions,
        "memory": statistics.median(account["peak_rss_bytes"] for account in accounts) / 2**20,
        "commits": accounts[-1]["commits"], "files": files, "bytes": size / options.messages,
    }


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def table(headings):
    row(*headings)
    row(*["---:" for _ in headings])


FIGURES = ["messages/s", "CPU s per million", "peak MiB", "commits", "files", "bytes/row in the lake"]


def figures(result):
    return [
        f"{result['rate']:,.0f}", f"{result['cpu']:.2f}", f"{result['memory']:.0f}", result["commits"],
        result["files"], f"{result['bytes']:.1f}",
    ]


def fill(options, log, partitions):
    shutil.rmtree(log, ignore_errors=True)
    souk(
        options.souk, "produce", "--to", f"log:{log}", "--count", str(options.messages), "--seed", "7", "--rate", "max",
        "--partitions", str(partitions), "--quiet")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--souk", default=".build/release/souk")
    parser.add_argument("--messages", type=int, default=2_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--directory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="souk-scale-", dir=options.directory) as directory:
        log, lake = Path(directory) / "log", Path(directory) / "lake"
        table(["partitions", "workers", *FIGURES])
        for partitions in PARTITIONS:
            fill(options, log, partitions)
            for workers in WORKERS:
                row(partitions, workers, *figures(measure(options, log, lake, workers, 1_000_000)))
        print()
        table(["rows per commit", "workers", *FIGURES])
        fill(options, log, 4)
        for commit_rows in COMMIT_ROWS:
            row(f"{commit_rows:,}", 2, *figures(measure(options, log, lake, 2, commit_rows)))


if __name__ == "__main__":
    main()
