"""Recomputes every figure of `souk report --format json` from the tables, and compares.

DuckDB adds up, Python's decimal rounds, its zoneinfo knows the time of day, delta-rs says which files count.

Usage: report_numbers.py LAKE REPORT.json
Prints one line per difference, and `equal` if there is none.
"""
import json
import sys
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from lake_tables import open_lake

CENT = Decimal("0.01")
THRESHOLD = Decimal("1000.00")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIELDS = "transaction_id, user_id, city, category, amount, quantity, payment_method, epoch_us(timestamp)"
LARGEST_FIRST = "amount DESC, timestamp, transaction_id, _partition, _offset"
MOMENTS = {"generated_at"}

lake, report_path = sys.argv[1:3]
with open(report_path, encoding="utf-8") as file:
    report = json.load(file, parse_float=Decimal)
database = open_lake(lake)


def rows(sql, *parameters):
    return database.execute(sql, parameters).fetchall()


def rounded(dividend, divisor):
    return (Decimal(dividend) / Decimal(divisor)).quantize(CENT, ROUND_HALF_UP) if divisor else Decimal("0.00")


def money(value):
    return Decimal(value or 0).quantize(CENT)


def moment(microseconds):
    """With the offset of the report's zone, as the report writes it."""
    time = (EPOCH + timedelta(microseconds=microseconds)).astimezone(ZoneInfo(report["time_zone"]))
    fraction = f".{time.microsecond:06}" if time.microsecond % 1000 else f".{time.microsecond // 1000:03}" if time.microsecond else ""
    return time.strftime("%Y-%m-%dT%H:%M:%S") + fraction + time.strftime("%z")[:3] + ":" + time.strftime("%z")[3:]


def sale(row):
    names = ("transaction_id", "user_id", "city", "category", "amount", "quantity", "payment_method", "timestamp")
    return dict(zip(names, row[:7] + (moment(row[7]),)))


count, revenue, smallest, largest, articles, users, first, last = rows(
    """SELECT count(*), coalesce(sum(amount), 0), min(amount), max(amount), coalesce(sum(quantity), 0),
         count(DISTINCT user_id), min(epoch_us(timestamp)), max(epoch_us(timestamp)) FROM transactions"""
)[0]


def groups(name):
    result = []
    for key, n, total, quantity in rows(
        f"SELECT {name}, count(*), sum(amount), sum(quantity) FROM transactions GROUP BY 1 ORDER BY 3 DESC, 1"
    ):
        result.append(
            {
                name: key,
                "total_revenue": money(total),
                "transaction_count": n,
                "avg_basket": rounded(total, n),
                "articles": int(quantity),
                "revenue_share": rounded(100 * total, revenue),
            }
        )
    return result


def cities():
    result = groups("city")
    for city in result:
        city["top_category"] = rows(
            "SELECT category FROM transactions WHERE city = ? GROUP BY 1 ORDER BY sum(amount) DESC, 1 LIMIT 1",
            city["city"],
        )[0][0]
    return result


def hours():
    zone = ZoneInfo("Africa/Casablanca")
    result = [{"hour": hour, "transaction_count": 0, "total_revenue": money(0)} for hour in range(24)]
    # Clocks change on full minutes, so what happened within one minute happened in one hour of the day.
    for minute, n, total in rows(
        "SELECT epoch_us(timestamp) // 60000000, count(*), sum(amount) FROM transactions GROUP BY 1"
    ):
        hour = result[(EPOCH + timedelta(minutes=minute)).astimezone(zone).hour]
        hour["transaction_count"] += n
        hour["total_revenue"] += total
    return result


def days():
    zone = ZoneInfo("Africa/Casablanca")
    result = {}
    for minute, n, total, quantity in rows(
        "SELECT epoch_us(timestamp) // 60000000, count(*), sum(amount), sum(quantity) FROM transactions GROUP BY 1"
    ):
        date = (EPOCH + timedelta(minutes=minute)).astimezone(zone).date()
        count, revenue, articles = result.get(date, (0, Decimal(0), 0))
        result[date] = (count + n, revenue + total, articles + int(quantity))
    return [
        {
            "date": date.isoformat(),
            "transaction_count": n,
            "total_revenue": money(total),
            "avg_basket": rounded(total, n),
            "articles": quantity,
        }
        for date, (n, total, quantity) in sorted(result.items())
    ]


def leading(name):
    first = next(iter(groups(name)), None)
    return first and {key: first[key] for key in (name, "total_revenue", "revenue_share")}


def calendar_days(first, last):
    return (datetime.fromisoformat(last["date"]) - datetime.fromisoformat(first["date"])).days + 1


by_hour = hours()
by_day = days()
large = rows("SELECT count(*), sum(amount) FROM transactions WHERE amount > ?", THRESHOLD)[0]
reasons = [
    {"reason": reason, "messages": n}
    for reason, n in rows("SELECT reason, count(*) FROM rejected GROUP BY 1 ORDER BY 2 DESC, 1")
]
expected = {
    "generated_at": None,
    "currency": "MAD",
    "time_zone": "Africa/Casablanca",
    "period": {"first": moment(first), "last": moment(last)} if count else None,
    "totals": {
        "transactions": count,
        "total_revenue": money(revenue),
        "avg_amount": rounded(revenue, count),
        "min_amount": smallest,
        "max_amount": largest,
        "articles": int(articles),
        "unique_users": users,
        "avg_quantity": rounded(articles, count),
        "categories": rows("SELECT count(DISTINCT category) FROM transactions")[0][0],
        "cities": rows("SELECT count(DISTINCT city) FROM transactions")[0][0],
        "transactions_per_day": rounded(count, calendar_days(by_day[0], by_day[-1]) if by_day else 0),
    },
    "leading_category": leading("category"),
    "leading_city": leading("city"),
    "categories": groups("category"),
    "cities": cities(),
    "payment_methods": groups("payment_method"),
    "top_customers": [
        {"user_id": user, "transaction_count": n, "total_revenue": money(total)}
        for user, n, total in rows(
            "SELECT user_id, count(*), sum(amount) FROM transactions GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 10"
        )
    ],
    "top_transactions": [
        sale(row) for row in rows(f"SELECT {FIELDS} FROM transactions ORDER BY {LARGEST_FIRST} LIMIT 10")
    ],
    "large_transactions": {
        "threshold": THRESHOLD,
        "transaction_count": large[0],
        "total_revenue": money(large[1]),
        "largest": [
            sale(row)
            for row in rows(
                f"SELECT {FIELDS} FROM transactions WHERE amount > ? ORDER BY {LARGEST_FIRST} LIMIT 20", THRESHOLD
            )
        ],
    },
    "peak_hour": max(by_hour, key=lambda hour: (hour["transaction_count"], -hour["hour"])) if count else None,
    "hours": by_hour,
    "days": by_day,
    "rejected": {"messages": sum(reason["messages"] for reason in reasons), "reasons": reasons},
}
differences = []


def compare(place, ours, theirs):
    """Compares recursively; amounts must have exactly two decimals, counts none."""
    if place in MOMENTS:
        age = abs(datetime.now(timezone.utc) - datetime.fromisoformat(ours))
        if age > timedelta(hours=1):
            differences.append(f"{place}: {ours} is not now")
    elif isinstance(theirs, dict) and isinstance(ours, dict) and ours.keys() == theirs.keys():
        for key in theirs:
            compare(f"{place}.{key}" if place else key, ours[key], theirs[key])
    elif isinstance(theirs, list) and isinstance(ours, list) and len(ours) == len(theirs):
        for index, pair in enumerate(zip(ours, theirs)):
            compare(f"{place}[{index}]", *pair)
    elif type(ours) is not type(theirs) or ours != theirs:
        differences.append(f"{place}: the report says {ours!r}, the tables say {theirs!r}")
    elif isinstance(ours, Decimal) and ours.as_tuple().exponent != -2:
        differences.append(f"{place}: {ours} has not two decimals")


compare("", report, expected)
print("\n".join(differences) or "equal")
