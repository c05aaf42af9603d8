"""Which tickets, outages and gaps stand behind the numbers of an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from slalang.plan.reading import Behind, Stretch
from slalang.quantities import local_time
from slalang.statement import OutcomeLine


def behind_texts(line: OutcomeLine, zone: str) -> Iterator[str]:
    """A sentence for each kind: ``late in `first_reply`: T-7 (due 2026-03-04 10:30) and 2 more``."""
    for one in line.behind:
        named = [_named(one, stretch, zone) for stretch in one.first]
        more = [f"{one.count - len(named):,} more"] if one.count > len(named) else []
        *first, last = named + more
        yield f"{_lead(one)}: {', '.join(first)}{' and ' if first else ''}{last}"


def _lead(one: Behind) -> str:
    match one.what:
        case "late":
            return f"late in `{one.of}`"
        case "time":
            return f"time of `{one.of}`"
        case _:
            return f"no data for `{one.of}`" + (", the longest first" if one.count > 1 else "")


def _named(one: Behind, stretch: Stretch, zone: str) -> str:
    if one.what == "late":
        return f"{stretch.name} (due {_clock(stretch.end, zone)})"
    start, end = _clock(stretch.start, zone), _clock(stretch.end, zone)
    same_day = start.partition(" ")[0] == end.partition(" ")[0]
    return f"{start} to {end.partition(' ')[2] if same_day else end}"


def _clock(instant: int, zone: str) -> str:
    """The date and time in the zone of the agreement, with seconds only where there are any."""
    moment = local_time(instant, zone)
    spec = "auto" if moment.second or moment.microsecond else "minutes"
    return moment.replace(tzinfo=None).isoformat(" ", spec)
