"""Judges every message of a log by an implementation of the rules of its own, and compares with what a lake took and refused.

The judge is the decoder's oracle, Tests/CommerceTests/oracle.py.

Usage: rejections.py LAKE MESSAGES, where MESSAGES is what `souk tail LOG -e -J` printed.
Prints JSON: how many messages, how many refused, the reasons, how many kinds of faults by reason and detail, differences.
"""
import base64
import json
import re
import sys
import time
from pathlib import Path

from lake_tables import open_lake

NAMES = ["transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method", "timestamp"]
FUTURE_SKEW = 300_000_000

lake, messages_path = sys.argv[1:3]
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "CommerceTests"))
sys.argv = ["oracle.py", "UTC", str(time.time_ns() // 1000 + FUTURE_SKEW), json.dumps([*NAMES, "currency"]), "MAD", "2", "auto"]
import oracle  # noqa: E402: it reads its settings from the arguments

database = open_lake(lake)
refused = {
    (partition, offset): (reason, bytes(payload))
    for partition, offset, reason, payload in database.execute(
        "SELECT _partition, _offset, reason, payload FROM rejected"
    ).fetchall()
}
accepted = {tuple(row) for row in database.execute("SELECT _partition, _offset FROM transactions").fetchall()}
details = database.execute("SELECT DISTINCT reason, detail FROM rejected").fetchall()
differences, reasons, count = [], set(), 0
with open(messages_path, encoding="utf-8") as lines:
    for line in lines:
        envelope = json.loads(line)
        place = (envelope["partition"], envelope["offset"])
        payload = (
            base64.b64decode(envelope["payload_base64"])
            if "payload_base64" in envelope
            else envelope["payload"].encode("utf-8")
        )
        count += 1
        verdict = oracle.judge(payload)
        expected = (verdict[1:].decode(), payload) if verdict[:1] == b"!" else None
        if expected is not None:
            reasons.add(expected[0])
        if refused.pop(place, None) != expected or (place in accepted) == (expected is not None):
            differences.append(f"{place}: expected {expected}")
differences += [f"{place} is refused and not in the log" for place in refused]
# A kind is a reason and what was expected, whatever the field, the place and the value.
kinds = {
    (reason, re.sub(r'\d+|"[^"]*"|, found.*', "", re.sub(r"^(\w+ at )?byte \d+: |^missing: .*", "", detail)))
    for reason, detail in details
}
print(
    json.dumps(
        {
            "messages": count,
            "accepted": len(accepted),
            "reasons": sorted(reasons),
            "kinds": sorted(map(list, kinds)),
            "differences": differences[:20],
        }
    )
)
