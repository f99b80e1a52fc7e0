"""What a baseline of the benchmark `kafka` cost, as the one line of JSON that it prints."""
import json
import os
import resource
import time

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class Measurement:
    """Begins with the process, so that imports and the start of a virtual machine count."""

    def __init__(self):
        with open("/proc/self/stat", encoding="ascii") as status:
            started = int(status.read().rpartition(")")[2].split()[19]) / CLOCK_TICKS
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - started
        self.began = time.monotonic() - age
        self.ready = self.began

    def job_begins(self):
        """Everything that is needed once is there, and the messages' turn has come."""
        self.ready = time.monotonic()

    def print(self, messages, child=None, **counts):
        """Prints the line; `child` is a process that still runs and counts with this one."""
        now = time.monotonic()
        times = os.times()
        cpu = times.user + times.system + times.children_user + times.children_system
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        if child is not None:
            cpu += cpu_seconds(child)
            memory += peak_memory(child)
        print(
            json.dumps(
                {
                    "messages": messages,
                    "seconds": round(now - self.began, 3),
                    "seconds_without_startup": round(now - self.ready, 3),
                    "cpu_seconds": round(cpu, 3),
                    "peak_rss_bytes": memory,
                    **counts,
                }
            ),
            flush=True,
        )


def cpu_seconds(process):
    """The time of the processor that a process and its ended children have used."""
    with open(f"/proc/{process}/stat", encoding="ascii") as status:
        fields = status.read().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / CLOCK_TICKS


def peak_memory(process):
    """The largest resident memory of a process in bytes."""
    with open(f"/proc/{process}/status", encoding="ascii") as status:
        peak = next(line for line in status if line.startswith("VmHWM:"))
    return int(peak.split()[1]) * 1024
