"""Writes tickets.csv beside this file: the ticket changes of one quarter, as a help desk exports them.

Times are local to Berlin, day first, without seconds. Run it again and the same bytes come out.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

SEED = 20260331

# Month, tickets, how many of them get their first reply too late.
MONTHS = [(1, 32, 1), (2, 18, 5), (3, 40, 3)]

LIMIT = {"P1": 15, "P2": 60, "P3": 240}

Row = tuple[datetime, str, str, str, str, str, str]


def minutes(count: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=count)


def working_days(month: int) -> list[date]:
    """Monday to Friday of a month of 2026, without New Year."""
    first = date(2026, month, 1)
    days = [first + timedelta(days=offset) for offset in range(31)]
    return [day for day in days if day.month == month and day.weekday() < 5 and (month, day.day) != (1, 1)]


def ordinary_ticket(rng: random.Random, number: str, day: date, late: bool) -> Iterator[Row]:
    """Opened in the morning, answered and resolved the same day, between 09:00 and 12:30."""
    priority = rng.choice(["P1", "P2"]) if late else rng.choice(["P1", "P2", "P2", "P3", "P3", "P3"])
    opened = datetime(day.year, day.month, day.day, 9) + minutes(rng.randrange(60))
    wait = LIMIT[priority] + 1 + rng.randrange(20) if late else 1 + rng.randrange(min(LIMIT[priority], 90))
    replied = opened + minutes(wait)
    resolved = replied + minutes(5 + rng.randrange(25))
    yield opened, number, "initech", "created", "open", priority, ""
    yield replied, number, "initech", "replied", "open", priority, rng.choice(["mara", "jonas", "aylin"])
    yield resolved, number, "initech", "resolved", "closed", priority, "mara"


def ordinary_month(rng: random.Random, month: int, tickets: int, late: int) -> Iterator[Row]:
    """A month of ordinary tickets, some of them answered too late."""
    days = working_days(month)
    unlucky = set(rng.sample(range(tickets), late))
    for index in range(tickets):
        day = days[index * len(days) // tickets]
        yield from ordinary_ticket(rng, f"T-{month}{index + 1:03d}", day, index in unlucky)


def story(number: str, priority: str, customer: str, *changes: tuple[str, str, str, str]) -> Iterator[Row]:
    """A ticket written out: its changes as (when, change, status, agent)."""
    for when, change, status, agent in changes:
        yield datetime.fromisoformat(when), number, customer, change, status, priority, agent


def special_tickets() -> Iterator[Row]:
    """Tickets at the edges of the rules, all answered in time."""
    # Friday 17:30 to Saturday 10:20: 30 and 20 open minutes of one hour.
    yield from story(
        "T-2901", "P2", "initech",
        ("2026-02-27 17:30", "created", "open", ""),
        ("2026-02-28 10:20", "replied", "open", "jonas"),
        ("2026-02-28 11:00", "resolved", "closed", "jonas"),
    )  # fmt: skip
    # Answered at the very minute of the limit.
    yield from story(
        "T-3901", "P2", "initech",
        ("2026-03-04 10:00", "created", "open", ""),
        ("2026-03-04 11:00", "replied", "open", "aylin"),
        ("2026-03-04 11:30", "resolved", "closed", "aylin"),
    )  # fmt: skip
    # The first answer is the machine's own: no agent, so it does not count.
    yield from story(
        "T-3902", "P1", "initech",
        ("2026-03-10 14:00", "created", "open", ""),
        ("2026-03-10 14:01", "replied", "open", ""),
        ("2026-03-10 14:12", "replied", "open", "mara"),
        ("2026-03-10 16:00", "resolved", "closed", "mara"),
    )  # fmt: skip
    # Waiting for the customer from 09:30 to 16:00: 30 and 60 minutes of four hours.
    yield from story(
        "T-3903", "P1", "initech",
        ("2026-03-12 09:00", "created", "open", ""),
        ("2026-03-12 09:10", "replied", "open", "jonas"),
        ("2026-03-12 09:30", "replied", "pending", "jonas"),
        ("2026-03-12 16:00", "replied", "open", ""),
        ("2026-03-12 17:00", "resolved", "closed", "jonas"),
    )  # fmt: skip
    # Reopened the next day: the clock goes on, the night does not count, four hours are over at 12:00.
    yield from story(
        "T-3904", "P1", "initech",
        ("2026-03-17 14:00", "created", "open", ""),
        ("2026-03-17 14:05", "replied", "open", "mara"),
        ("2026-03-17 16:00", "resolved", "closed", "mara"),
        ("2026-03-18 10:00", "reopened", "open", ""),
        ("2026-03-18 12:15", "resolved", "closed", "mara"),
    )  # fmt: skip
    # Opened on the last afternoon: neither reply nor repair is due before April.
    yield from story("T-3905", "P3", "initech", ("2026-03-31 17:00", "created", "open", ""))
    # Somebody else's ticket.
    yield from story(
        "T-9001", "P1", "initrode",
        ("2026-03-05 09:00", "created", "open", ""),
        ("2026-03-05 17:00", "replied", "open", "aylin"),
    )  # fmt: skip


def main() -> None:
    """Write the log."""
    rng = random.Random(SEED)
    rows = [row for month in MONTHS for row in ordinary_month(rng, *month)]
    rows.extend(special_tickets())
    with (Path(__file__).parent / "tickets.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["changed_at", "number", "customer", "change", "status", "priority", "agent"])
        writer.writerows((when.strftime("%d/%m/%Y %H:%M"), *rest) for when, *rest in sorted(rows))


if __name__ == "__main__":
    main()
