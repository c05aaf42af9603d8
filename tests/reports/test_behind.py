"""What stands behind an outcome, as a statement names it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from slalang.plan.reading import Behind, Stretch
from slalang.quantities import instant_of
from slalang.reports.behind import behind_texts
from tests.reports.test_wording import GLOBEX


def at(text: str) -> int:
    return instant_of(datetime.fromisoformat(text), "Europe/Berlin")


def stretch(start: str, end: str, name: str = "") -> Stretch:
    return Stretch(name, at(start), at(end))


TWICE = (stretch("2026-02-17 08:42", "2026-02-17 13:54"), stretch("2026-02-28 23:00", "2026-03-01 00:30:05"))


@pytest.mark.parametrize(
    ("behind", "text"),
    [
        (
            Behind("late", "reply", 5, (stretch("2026-02-02 10:00", "2026-02-02 10:15", "T-1"),)),
            "late in `reply`: T-1 (due 2026-02-02 10:15) and 4 more",
        ),
        (
            Behind("time", "downtime", 2, TWICE),
            "time of `downtime`: 2026-02-17 08:42 to 13:54 and 2026-02-28 23:00 to 2026-03-01 00:30:05",
        ),
        (Behind("time", "downtime", 1, TWICE[:1]), "time of `downtime`: 2026-02-17 08:42 to 13:54"),
        (
            Behind("no data", "minute", 1_329, TWICE),
            "no data for `minute`, the longest first: 2026-02-17 08:42 to 13:54, "
            "2026-02-28 23:00 to 2026-03-01 00:30:05 and 1,327 more",
        ),
        (Behind("no data", "minute", 1, TWICE[:1]), "no data for `minute`: 2026-02-17 08:42 to 13:54"),
    ],
)
def test_the_first_are_named_and_the_rest_is_counted(behind: Behind, text: str) -> None:
    line = replace(GLOBEX.outcomes[0], behind=(behind,))
    assert list(behind_texts(line, "Europe/Berlin")) == [text]
