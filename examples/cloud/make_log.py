"""Writes requests.csv and maintenance.csv beside this file: five months of a small customer's calls.

Globex calls the API about once every half hour, and once a minute while the API is failing, because
its client retries. Run it again and the same bytes come out.
"""

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

SEED = 20260101
START = datetime(2026, 1, 1)
END = datetime(2026, 5, 31, 22)
MINUTE = timedelta(minutes=1)

# When the API failed for Globex: from (UTC), minutes.
OUTAGES = [
    (datetime(2026, 1, 14, 13, 5), 40),
    (datetime(2026, 1, 22, 9, 30), 3),  # too short to be downtime
    (datetime(2026, 2, 8, 0, 10), 90),  # inside planned maintenance
    (datetime(2026, 2, 17, 7, 42), 312),  # the bad day
    (datetime(2026, 2, 21, 3, 5), 30),  # inside maintenance announced too late
    (datetime(2026, 3, 8, 1, 0), 20),  # inside planned maintenance
    (datetime(2026, 3, 19, 15, 11), 18),
    (datetime(2026, 4, 12, 2, 20), 12),  # in the fifth hour of a window with four hours of budget left
    (datetime(2026, 4, 23, 10, 0), 10),
    (datetime(2026, 5, 11, 8, 15), 25),
]

# Ten minutes in which exactly 1 of 20 requests failed: 5% is not above 5%.
BROWNOUT = datetime(2026, 2, 11, 14, 0)

# When answers were slow: from (UTC), hours.
SLOW = [(datetime(2026, 2, 24), 24), (datetime(2026, 3, 5, 12), 4)]

# From, hours, service, when it was announced (UTC).
MAINTENANCE = [
    (datetime(2026, 2, 8, 0), 2, "api", datetime(2026, 2, 4, 9)),
    (datetime(2026, 2, 15, 0), 6, "gateway", datetime(2026, 2, 2, 9)),
    (datetime(2026, 2, 21, 3), 1, "api", datetime(2026, 2, 20, 23)),
    (datetime(2026, 3, 8, 0), 4, "api", datetime(2026, 3, 3, 9)),
    (datetime(2026, 4, 11, 22), 5, "api", datetime(2026, 4, 7, 9)),
]

Row = tuple[datetime, str, str, int, int]


def failing(moment: datetime) -> bool:
    """Whether the moment lies in an outage."""
    return any(start <= moment < start + minutes * MINUTE for start, minutes in OUTAGES)


def call(rng: random.Random, moment: datetime, status: int = 200) -> Row:
    """One request of Globex to the API."""
    slow = any(start <= moment < start + timedelta(hours=hours) for start, hours in SLOW)
    latency = int((380 if slow else 60) + 140 * rng.random())
    return moment, "globex", "api", 503 if failing(moment) else status, latency


def usual_calls(rng: random.Random) -> Iterator[Row]:
    """One request each half hour, at some second of it."""
    moment = START
    while moment < END:
        yield call(
            rng, moment + timedelta(seconds=int(1800 * rng.random())), 404 if rng.random() < 0.01 else 200
        )
        moment += 30 * MINUTE


def retries(rng: random.Random) -> Iterator[Row]:
    """One request in each minute of an outage."""
    for start, minutes in OUTAGES:
        for minute in range(minutes):
            yield call(rng, start + minute * MINUTE + timedelta(seconds=int(60 * rng.random())))


def brownout(rng: random.Random) -> Iterator[Row]:
    """Twenty requests a minute, one of which fails."""
    for minute in range(10):
        for second in range(0, 60, 3):
            moment = BROWNOUT + minute * MINUTE + timedelta(seconds=second)
            yield call(rng, moment, 500 if second == 30 else 200)


def other_traffic(rng: random.Random) -> Iterator[Row]:
    """Rows that are none of Globex's promise: another service, another customer."""
    moment = START
    while moment < END:
        yield moment, "globex", "gateway", 502 if rng.random() < 0.1 else 200, 20
        yield moment + MINUTE, "hooli", "api", 500 if rng.random() < 0.2 else 200, 900
        moment += timedelta(hours=12)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC."""
    return moment.isoformat() + "Z"


def main() -> None:
    """Write both logs."""
    rng = random.Random(SEED)
    folder = Path(__file__).parent
    rows = sorted([*usual_calls(rng), *retries(rng), *brownout(rng), *other_traffic(rng)])
    with (folder / "requests.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["at", "customer", "service", "status", "latency"])
        writer.writerows((stamp(at), *rest) for at, *rest in rows)
    with (folder / "maintenance.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["from", "to", "service", "announced"])
        for start, hours, service, announced in MAINTENANCE:
            writer.writerow([stamp(start), stamp(start + timedelta(hours=hours)), service, stamp(announced)])


if __name__ == "__main__":
    main()
