"""What a contract leaves to the defaults is said; what it says itself is not."""

from __future__ import annotations

import pytest

from tests.compiler.contracts import contract, plan_of

REPEAT = "a breach pays 10% of fees\neach further breach in a row pays double"
WINDOW = "breach when target missed 4 times in 12 months"


def assumed(**places: str) -> list[str]:
    """The assumptions about a contract."""
    return [one.text for one in plan_of(contract(**places)).assumptions]


SECOND = "objective second measures uptime each month {\ntarget >= 9%\ncredit {\na miss pays 5 EUR\n}\n}"


@pytest.mark.parametrize(
    ("text", "silent", "spoken"),
    [
        ("is a breach", {"credit": REPEAT}, {"credit": REPEAT, "objective": "breach when minimum missed"}),
        ("each further one is a breach too", {"objective": WINDOW}, {"objective": f"{WINDOW} on crossing"}),
        (
            "add up",
            {"agreement": SECOND},
            {"agreement": f"{SECOND}\ncredits of one month pay only the highest"},
        ),
        ("rounded half up", {"objective": "rounded to 1%"}, {"objective": "rounded to 1% half even"}),
        ("`repair` runs day and night", {}, {"clock": "runs in office"}),
        (
            "a new cycle begins",
            {},
            {"clock": "continues when status = 503"},
        ),
        (
            "the highest pays",
            {"credit": "a miss pays 5 EUR\nbelow 90% pays 6 EUR"},
            {"credit": "a miss pays 5 EUR\nbelow 90% pays 6 EUR\nall add up"},
        ),
        (
            "still counts as a breach",
            {"credit": REPEAT},
            {"credit": REPEAT, "earn_back": "a returned credit no longer counts as a breach"},
        ),
        (
            "leaves `uptime` unmeasured",
            {"indicator": "share(up over request)"},
            {"indicator": "share(up over request)", "objective": "no data counts as met"},
        ),
        (
            "`uptime` has no value over no rows, and is unmeasured then",
            {"indicator": "count(incident where severity = 1) / count(incident)"},
            {"indicator": "count(incident where severity = 1) / count(incident) else 100%"},
        ),
        (
            "has no `errors`",
            {
                "declaration": "stream slot = request every 1m { errors = share(up) }",
                "indicator": "1 - mean(errors over slot)",
            },
            {
                "declaration": "stream slot = request every 1m { errors = share(up) when empty 0% }",
                "indicator": "1 - mean(errors over slot)",
            },
        ),
    ],
)
def test_a_default_is_said_only_where_it_decides(
    text: str, silent: dict[str, str], spoken: dict[str, str]
) -> None:
    assert [one for one in assumed(**silent) if text in one]
    assert not [one for one in assumed(**spoken) if text in one]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("pro-rated by days", {"term": "term 2026-01-15 to 2026-12-31"}),
        ("is measured over the part that exists", {"term": "term 2026-01-15 to 2026-12-31"}),
        ("caps are not run again", {"agreement": "cap credits of each month at 5% of its fees"}),
        ("the fees of a cap", {"agreement": "cap credits of each month at 5% of fees"}),
        ("in order of time", {"objective": "exclude planned up to 1h each month"}),
        (
            "govern the whole of it",
            {"agreement": 'amendment "A" from 2026-07-01 {\nfees 2 EUR each month\n}'},
        ),
        ("the sum of those of each month", {"agreement": SECOND.replace("each month", "each quarter")}),
        ("the whole fees of the month around it", {"agreement": SECOND.replace("each month", "each week")}),
        (
            "that begin before 2026-04-01",
            {"agreement": SECOND.replace("each month", "each month from 2026-04-01")},
        ),
        ("by nearest rank", {"indicator": "p99(latency over request) / 1h"}),
        ("the log of `incident` is complete", {}),
        ("is the one that holds when it starts", {}),
        ("belongs to the period in which it is due", {}),
    ],
)
def test_a_default_is_said_where_it_matters(text: str, places: dict[str, str]) -> None:
    assert [one for one in assumed(**places) if text in one]
    if places:
        assert not [one for one in assumed() if text in one]
