"""Writes probes.csv.gz, incidents.csv and invoices.csv beside this file: the first eight months.

Two zones of one site are probed every five minutes. Run it again and the same rows come out.
"""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

START = datetime(2026, 1, 1, 6)
END = datetime(2026, 9, 1, 5)
SLOT = timedelta(minutes=5)
ZONES = ("a", "b")

# When probes of zones failed: from (UTC), slots, zones.
FAILURES = [
    (datetime(2026, 1, 20, 14), 40, "a"),
    (datetime(2026, 2, 10, 9), 44, "a"),
    (datetime(2026, 3, 3, 20), 36, "b"),
    (datetime(2026, 3, 24, 16), 24, "ab"),  # a flood, relieved as force majeure
    (datetime(2026, 4, 8, 11), 48, "a"),  # the fourth miss in twelve months
    (datetime(2026, 6, 2, 11), 8, "a"),
    (datetime(2026, 7, 9, 3), 12, "b"),
    (datetime(2026, 8, 19, 12), 84, "ab"),  # seven hours, both zones: below the minimum
]

# From, hours (None: still open), cause, severity.
INCIDENTS: list[tuple[datetime, float | None, str, int]] = [
    (datetime(2026, 1, 20, 14), 3.5, "storage", 2),
    (datetime(2026, 2, 10, 9), 4, "storage", 2),
    (datetime(2026, 3, 3, 20), 3, "storage", 2),
    (datetime(2026, 3, 24, 15, 30), 3, "force majeure", 3),
    (datetime(2026, 4, 8, 11), 4, "storage", 2),
    (datetime(2026, 4, 22, 13), 1, "customer", 3),
    (datetime(2026, 5, 15, 8), 5.25, "software", 1),  # servers up, nothing reachable
    (datetime(2026, 8, 19, 12), 7, "power", 1),
    (datetime(2026, 8, 30, 9), None, "network", 3),
]

# Month, amount invoiced.
INVOICES = [
    (1, 250_000),
    (2, 248_500),
    (3, 251_200),
    (4, 250_000),
    (5, 262_300),
    (6, 255_000),
    (7, 250_000),
    (8, 250_000),
]

Row = Sequence[str]


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC."""
    return moment.isoformat() + "Z"


def up(moment: datetime, zone: str) -> bool:
    """Whether a probe of the zone at the moment succeeded."""
    return not any(
        zone in zones and start <= moment < start + slots * SLOT for start, slots, zones in FAILURES
    )


def probes() -> Iterator[Row]:
    """One row for each slot and zone."""
    moment = START
    while moment < END:
        for zone in ZONES:
            yield stamp(moment), "austin", zone, "true" if up(moment, zone) else "false"
        moment += SLOT


def incidents() -> Iterator[Row]:
    """One row for each incident; an open one has no end."""
    for start, hours, cause, severity in INCIDENTS:
        end = "" if hours is None else stamp(start + timedelta(hours=hours))
        yield stamp(start), end, cause, str(severity)


def invoices() -> Iterator[Row]:
    """One row for each monthly invoice, dated the 25th."""
    for month, amount in INVOICES:
        yield stamp(datetime(2026, month, 25, 15)), f"{amount}.00"


def table(header: Row, rows: Iterable[Row]) -> bytes:
    """Rows as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def main() -> None:
    """Write the three logs."""
    folder = Path(__file__).parent
    packed = gzip.compress(table(["at", "site", "zone", "up"], probes()), mtime=0)
    (folder / "probes.csv.gz").write_bytes(packed)
    (folder / "incidents.csv").write_bytes(table(["from", "to", "cause", "severity"], incidents()))
    (folder / "invoices.csv").write_bytes(table(["at", "amount"], invoices()))


if __name__ == "__main__":
    main()
