"""An independent judge of messages: Python's JSON parser under a second implementation of TransactionDecoder's rules.

Reads frames from standard input: the length of a message (4 bytes, little-endian), the message, the length of the decoder's
verdict, the verdict. Compares the verdict with its own, prints the first differences, and at last one line of JSON with counts.

A verdict is "!" and a reason, or "=", amount, quantity and timestamp as decimal numbers with a comma after each, and the five
texts, each with its length as 2 bytes, little-endian.

Arguments: the zone of zone-less timestamps, the latest acceptable microsecond, the nine names as a JSON array, the currency, its
decimals, what integer timestamps count.
"""

import datetime
import decimal
import json
import re
import struct
import sys
import zoneinfo
from collections import Counter

decimal.setcontext(
    decimal.Context(prec=decimal.MAX_PREC, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
)
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE]([-+]?)([0-9]+))?")
TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r"(?: ?(?:([Zz]|UTC)|([-+])([0-9]{2})(?::?([0-9]{2}))?))?)?"
)
SURROGATE = re.compile("[\ud800-\udfff]")
EPOCH = datetime.datetime(1970, 1, 1)
MICROSECOND = datetime.timedelta(microseconds=1)
LATEST_ACCEPTED = 7289654400000000
LARGEST = decimal.Decimal(999999999999)
MICROSECONDS = {
    "seconds": decimal.Decimal(1000000), "milliseconds": decimal.Decimal(1000), "microseconds": decimal.Decimal(1),
    "nanoseconds": decimal.Decimal("0.001"),
}
ZERO = decimal.Decimal(0)
NESTING_LIMIT = 128


class Rejected(Exception):
    pass


class Members:
    __slots__ = ("pairs",)

    def __init__(self, pairs):
        self.pairs = pairs


class Integer:
    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


class Real:
    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


def refuse_constant(name):
    raise ValueError(name)


parser = json.JSONDecoder(
    object_pairs_hook=Members, parse_float=Real, parse_int=Integer, parse_constant=refuse_constant, strict=True
)


def walk(value):
    """The depth of a value, and whether any of its strings holds half a surrogate pair; without recursion."""
    depth, broken, stack = 0, False, [(value, 0)]
    while stack:
        value, level = stack.pop()
        kind = type(value)
        if kind is str:
            broken = broken or SURROGATE.search(value) is not None
        elif kind is list:
            depth = max(depth, level + 1)
            stack.extend((element, level + 1) for element in value)
        elif kind is Members:
            depth = max(depth, level + 1)
            for key, element in value.pairs:
                broken = broken or SURROGATE.search(key) is not None
                stack.append((element, level + 1))
    return depth, broken


def parse(message):
    try:
        value = parser.decode(message.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        raise Rejected("invalid_json")
    needs_walk = message.count(b"[") + message.count(b"{") > NESTING_LIMIT or b"\\u" in message
    if not needs_walk:
        try:
            message.decode("utf-8")
        except UnicodeDecodeError:
            needs_walk = True
    if needs_walk:
        depth, broken = walk(value)
        if depth > NESTING_LIMIT:
            raise Rejected("invalid_json")
        if broken:
            raise Rejected("invalid_utf8")
    return value


def text(value):
    if type(value) is not str:
        raise Rejected("wrong_type")
    encoded = value.encode("utf-8")
    if len(encoded) > 256:
        raise Rejected("text_too_long")
    return encoded


def amount(value):
    kind = type(value)
    if kind is str:
        spelled = value
    elif kind is Integer or kind is Real:
        spelled = value.text
    else:
        raise Rejected("wrong_type")
    match = NUMBER.fullmatch(spelled)
    if match is None:
        raise Rejected("invalid_amount")
    if match[2] is not None and len(match[2].lstrip("0")) > 15:
        # Decimal has no such exponents; nothing but their sign matters.
        spelled = re.split("[eE]", spelled)[0] + "e" + match[1] + "1" + "0" * 15
    number = decimal.Decimal(spelled)
    cents = number.scaleb(decimals)
    if cents != cents.to_integral_value():
        raise Rejected("amount_too_precise")
    if not ZERO < cents <= LARGEST:
        raise Rejected("amount_out_of_range")
    return int(cents)


def quantity(value):
    if type(value) is not Integer:
        raise Rejected("wrong_type")
    number = int(value.text)
    if not 1 <= number <= 2147483647:
        raise Rejected("quantity_out_of_range")
    return number


def written_time(spelled):
    match = TIME.fullmatch(spelled)
    if match is None:
        raise Rejected("invalid_timestamp")
    year, month, day, hour, minute, second, fraction, utc, sign, zone_hours, zone_minutes = match.groups()
    year = int(year)
    try:
        # Python knows no year 0; the year 400 has the same calendar.
        local = datetime.datetime(year or 400, int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        raise Rejected("invalid_timestamp")
    offset = 0
    if sign is not None:
        zone_minutes = int(zone_minutes or 0)
        offset = int(zone_hours) * 3600 + zone_minutes * 60
        if zone_minutes > 59 or offset > 18 * 3600:
            raise Rejected("invalid_timestamp")
        offset = -offset if sign == "-" else offset
    elif utc is None:
        offset = local.replace(tzinfo=zone).utcoffset().total_seconds()
    if year == 0:
        raise Rejected("timestamp_out_of_range")
    microseconds = int((fraction or "0").ljust(6, "0")[:6])
    return (local - EPOCH) // MICROSECOND - int(offset) * 1000000 + microseconds


def counted_time(number):
    unit = epoch
    if unit == "auto":
        digits = len(str(abs(number)))
        unit = "seconds" if digits < 12 else "milliseconds" if digits < 15 else "microseconds" if digits < 18 else "nanoseconds"
    return int((number * MICROSECONDS[unit]).to_integral_value(decimal.ROUND_FLOOR))


def check_currency(members):
    value = members.get(names[8])
    if value is None:
        return
    if type(value) is not str:
        raise Rejected("wrong_type")
    if len(value) != 3 or value.encode().upper() != currency.encode():
        raise Rejected("wrong_currency")


def timestamp(value):
    if type(value) is str:
        moment = written_time(value)
    elif type(value) is Integer:
        moment = counted_time(int(value.text))
    else:
        raise Rejected("wrong_type")
    if not 0 <= moment < LATEST_ACCEPTED:
        raise Rejected("timestamp_out_of_range")
    if moment > latest:
        raise Rejected("timestamp_in_future")
    return moment


def judge(message):
    try:
        value = parse(message)
        if type(value) is not Members:
            raise Rejected("not_an_object")
        members = dict(value.pairs)
        if len(members) != len(value.pairs):
            raise Rejected("duplicate_key")
        try:
            values = [members[name] for name in names[:8]]
        except KeyError:
            raise Rejected("missing_field")
        check_currency(members)
        fields = [check(value) for check, value in zip(CHECKS, values)]
    except Rejected as reason:
        return b"!" + str(reason).encode()
    texts = (fields[0], fields[1], fields[2], fields[3], fields[6])
    numbers = b"=%d,%d,%d," % (fields[4], fields[5], fields[7])
    return numbers + b"".join(struct.pack("<H", len(t)) + t for t in texts)


CHECKS = (text, text, text, text, amount, quantity, text, timestamp)
zone = datetime.timezone.utc if sys.argv[1] == "UTC" else zoneinfo.ZoneInfo(sys.argv[1])
latest = int(sys.argv[2])
names = json.loads(sys.argv[3])
currency, decimals, epoch = sys.argv[4], int(sys.argv[5]), sys.argv[6]


def main():
    verdicts, differences = Counter(), 0
    read = sys.stdin.buffer.read
    while header := read(4):
        message = read(int.from_bytes(header, "little"))
        verdict = read(int.from_bytes(read(4), "little"))
        expected = judge(message)
        verdicts["accepted" if expected[:1] == b"=" else expected[1:].decode()] += 1
        if verdict != expected:
            differences += 1
            if differences <= 10:
                print(f"{message[:2000]!r}\n  decoder: {verdict!r}\n  oracle:  {expected!r}")
    print(json.dumps({"differences": differences, "verdicts": verdicts}))


if __name__ == "__main__":
    main()
