"""The canonical JSON form of exact values."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from slalang.plan.canonical import canonical_bytes, from_json, schema_of, to_json
from slalang.plan.plan import Clause
from slalang.plan.streams import Calendar
from slalang.plan.terms import Rung
from slalang.quantities.instant import Instant
from slalang.quantities.period import Period
from slalang.source import SourceFile, Span


def test_a_fraction_of_many_thousand_digits_survives() -> None:
    rung = Rung(">=", Fraction(1, 3**20000))
    assert from_json(Rung, json.loads(canonical_bytes(rung))) == rung


def test_a_ratio_without_a_denominator_is_refused() -> None:
    with pytest.raises(ValueError):
        from_json(Rung, {"kind": "rung", "operator": ">=", "threshold": "1/0"})


# --- instants ----------------------------------------------------------------------------------

CENTURY = 100 * 365 * 86_400_000_000
INSTANTS = some.integers(-CENTURY, 2 * CENTURY)


@dataclass(frozen=True)
class Moments:
    """An instant wherever one may stand, beside a length of time."""

    at: Instant
    until: Instant | None
    open: tuple[tuple[Instant, Instant], ...]
    named: tuple[tuple[str, Instant, int], ...]
    length: int


SCHEMA = Draft202012Validator(schema_of(Moments, "moments"))


def test_an_instant_is_a_date_and_time_and_a_length_a_number() -> None:
    made = Moments(0, 1, ((1_500_000, 86_400_000_000),), (("x", -1_000_000, 7),), 3)
    assert to_json(made) == {
        "at": "1970-01-01T00:00:00Z",
        "until": "1970-01-01T00:00:00.000001Z",
        "open": [["1970-01-01T00:00:01.500000Z", "1970-01-02T00:00:00Z"]],
        "named": [["x", "1969-12-31T23:59:59Z", 7]],
        "length": 3,
    }


@given(
    some.builds(Moments, at=INSTANTS, until=some.none() | INSTANTS, open=some.just(()), named=some.just(()))
)
def test_instants_read_back_and_satisfy_the_schema(made: Moments) -> None:
    data = json.loads(canonical_bytes(made))
    SCHEMA.validate(data)
    assert from_json(Moments, data) == made


def test_classes_of_plans_tell_instants_from_lengths() -> None:
    period = Period("day", "1970-01-01", 0, 86_400_000_000, 1, 1, "1970-01")
    assert from_json(Period, to_json(period)) == period
    assert (to_json(period)["end"], to_json(period)["days"]) == ("1970-01-02T00:00:00Z", 1)
    calendar = Calendar("office", (0, 1_000_000), ((0, 1),))
    assert to_json(calendar)["open"] == [["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000001Z"]]
    assert from_json(Calendar, to_json(calendar)) == calendar


@pytest.mark.parametrize("text", ["1970-01-01", "1970-01-01T00:00:00", "0", "soon"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    data: dict[str, object] = {"at": text, "until": None, "open": [], "named": [], "length": 0}
    assert not SCHEMA.is_valid(data)
    with pytest.raises(ValueError):
        from_json(Moments, data)


# --- what has no form --------------------------------------------------------------------------


def test_the_span_of_a_clause_is_no_part_of_the_plan() -> None:
    span = Span(SourceFile("a.sla", "a miss pays 5 EUR"), 0, 6)
    plain = Clause("uptime.credit.1", "a.sla:1", "a miss pays 5 EUR", "agreement")
    made = replace(plain, span=span)
    assert to_json(made) == to_json(plain)
    assert "span" not in schema_of(Clause, "clause")["$defs"]["Clause"]["properties"]
    assert from_json(Clause, to_json(made)) == made == plain
