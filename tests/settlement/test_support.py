"""Clauses that cannot be settled are refused by name, all of them at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from slalang.diagnostics import Label
from slalang.plan.plan import Clause, Plan
from slalang.plan.reading import Readings
from slalang.plan.streams import Event, EventField, Measure, Table
from slalang.plan.terms import AtRisk, FeesByKey, InvoicedFees, Points, Pool, Share
from slalang.settlement import settle
from slalang.source import SourceFile, Span
from tests.settlement.build import (
    a_miss,
    cap,
    earn_back,
    in_a_row,
    money,
    objective,
    of_fees,
    offset_of,
    percent,
    plan_of,
    stage,
    terms,
)

KEYED = {"keys": ("region",)}
INVOICED = InvoicedFees("fees", Measure("sum", "sum", "invoice"), "month")


def refusals(plan: Plan) -> list[tuple[str, str]]:
    outcome = settle(plan, Readings(plan.term_start, ()), window=("none", plan.term_start, plan.term_start))
    assert outcome.value is None or not outcome.diagnostics
    return [(one.kind.code, one.message) for one in outcome.diagnostics]


def of_terms(*objectives: Any, **more: Any) -> list[tuple[str, str]]:
    tables = more.pop("tables", ())
    events = more.pop("events", ())
    return refusals(plan_of(terms(*objectives, **more), tables=tables, events=events))


def test_nothing_is_refused_where_all_can_be_settled() -> None:
    assert of_terms(objective("uptime", a_miss(of_fees(5)))) == []


@pytest.mark.parametrize(
    ("row", "more", "code", "message"),
    [
        (Points(Fraction(2)), {}, "SLA472", "the agreement has no table of points"),
        (Share(percent(5), "at risk"), {}, "SLA472", "an amount at risk that is not agreed"),
        (
            Share(percent(5), "pool", "desk"),
            {"at_risk": AtRisk("at risk", percent(10), (Pool("pool", "servers", percent(50)),))},
            "SLA472",
            "a share of `desk`, which is no pool",
        ),
        (of_fees(5), {"fees": None}, "SLA472", "the agreement has no fees"),
    ],
)
def test_an_amount_that_cannot_be_worked_out(row: Any, more: Any, code: str, message: str) -> None:
    ((found, text),) = of_terms(objective("uptime", a_miss(row)), **more)
    assert found == code
    assert text.startswith("`a miss` ")
    assert message in text


def test_a_cap_of_points() -> None:
    ((code, text),) = of_terms(objective(), caps=(cap("month", Points(Fraction(2))),))
    assert (code, text.split("`")[1]) == ("SLA472", "cap month")


@pytest.mark.parametrize(
    ("clause", "code"),
    [
        (earn_back(stage(in_a_row(3)), miss=None), "SLA473"),
        (earn_back(offset_of(in_a_row(3)), held_until_decided=True), "SLA475"),
        (earn_back(offset_of(in_a_row(3)), at_term_end="returns in part"), "SLA475"),
    ],
)
def test_an_earn_back_that_leaves_something_open(clause: Any, code: str) -> None:
    ((found, text),) = of_terms(objective(), earn_backs=(clause,))
    assert found == code
    assert text.startswith("`earn back` ")


def test_two_earn_backs_of_one_objective() -> None:
    clauses = (earn_back(stage(in_a_row(3))), earn_back(stage(in_a_row(3))))
    ((code, text),) = of_terms(objective(), earn_backs=clauses)
    assert (code, "one of two earn-backs of `uptime`" in text) == ("SLA475", True)


@pytest.mark.parametrize(
    ("fees", "events"),
    [
        (100, ()),
        (FeesByKey("fees", "price", "zone", "month"), ()),
        (INVOICED, (Event("invoice", "points", (EventField("at", "instant"),)),)),
    ],
)
def test_fees_must_be_known_for_each_key(fees: Any, events: Any) -> None:
    table = Table("price", "zone", (), None)
    promise = objective("uptime", a_miss(of_fees(5)), **KEYED)
    ((code, text),) = of_terms(promise, fees=fees, tables=(table,), events=events)
    assert code == "SLA471"
    assert text == "`a miss` pays for each `region`, and the fees are not given for each `region`"


def test_fixed_fees_do_where_no_amount_is_a_share_of_them() -> None:
    assert of_terms(objective("uptime", a_miss(money(5)), **KEYED)) == []


def test_invoices_by_two_kinds_of_keys_could_be_mistaken() -> None:
    fields = (EventField("region", "text"), EventField("zone", "text"))
    by_zone = objective("latency", keys=("zone",))
    found = of_terms(
        objective("uptime", a_miss(of_fees(5)), **KEYED),
        by_zone,
        fees=INVOICED,
        events=(Event("invoice", "points", fields),),
    )
    assert [code for code, _ in found] == ["SLA471"]


def test_a_share_of_all_fees_of_an_open_table() -> None:
    table = Table("price", "region", (), Fraction(5))
    fees = FeesByKey("fees", "price", "region", "month")
    ((code, text),) = of_terms(objective("uptime", a_miss(of_fees(5))), fees=fees, tables=(table,))
    assert (code, "`else` row" in text) == ("SLA471", True)


def test_the_clause_is_named_by_its_text_and_place() -> None:
    file = SourceFile("globex.sla", "agreement globex {\n  a miss pays 2 points\n}\n")
    span = Span(file, 21, 41)
    clause = Clause("a miss", "globex.sla:2", "a miss pays 2 points", "agreement globex", span)
    plan = replace(plan_of(objective("uptime", a_miss(Points(Fraction(2))))), clauses=(clause,))
    outcome = settle(plan, Readings(plan.term_start, ()), window=("x", plan.term_start, plan.term_end))
    (found,) = outcome.diagnostics
    assert found.message.startswith("`a miss pays 2 points` pays points, and the agreement has no table")
    assert found.primary == Label(span)
    assert (span.text, span.place) == ("a miss pays 2 points", "globex.sla:2:3")


def test_all_are_found_and_each_once() -> None:
    promise = objective("uptime", a_miss(Points(Fraction(2))))
    again = terms(promise, caps=(cap("month", Points(Fraction(1))),), since="2026-06-01", title="amendment")
    assert len(refusals(plan_of(terms(promise), again))) == 2
