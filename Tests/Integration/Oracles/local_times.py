"""Prints transactions as the reference's producer makes them, for the clock that TZ says: `json.dumps`, and `datetime.now().isoformat()`
for the time. Their ids are the moments in microseconds since the epoch.

Usage: local_times.py COUNT
"""
import json
import sys
import time
from datetime import datetime

for _ in range(int(sys.argv[1])):
    moment = datetime.now()
    print(
        json.dumps(
            {
                "transaction_id": str(round(moment.timestamp() * 1_000_000)),
                "user_id": "user_7",
                "city": "Casablanca",
                "category": "Fashion",
                "amount": 349.9,
                "quantity": 2,
                "payment_method": "Mobile App",
                "timestamp": moment.isoformat(),
            }
        )
    )
    time.sleep(0.001)
