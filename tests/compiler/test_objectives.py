"""Objectives, their measures and the money that follows."""

from __future__ import annotations

from fractions import Fraction

from slalang.plan.expressions import Arithmetic, FieldValue, Logic, MeasureValue, Negation, Number
from slalang.plan.streams import Measure
from slalang.plan.terms import Band, Cap, Fixed, MeanOf, Narrowing, Objective, PerUnit, Share
from tests.compiler.contracts import compiled, contract, plan_of


def objective(name: str = "uptime", **places: str) -> Objective:
    """An objective of the small contract."""
    found = plan_of(contract(**places)).versions[0].objectives
    return next(one for one in found if one.name == name)


# --- measures ----------------------------------------------------------------------------------


def test_indicators_are_written_out_and_equal_measures_are_one() -> None:
    found = objective(
        declaration="indicator lost = time(down) / time(period)", indicator="lost + lost * lost"
    )
    share = Arithmetic("/", MeasureValue("m1"), MeasureValue("m2"))
    assert found.value == Arithmetic("+", share, Arithmetic("*", share, share))
    assert found.measures == (Measure("m1", "time", "down"), Measure("m2", "period"))


def test_a_measure_keeps_its_id_in_every_version() -> None:
    amendment = (
        'amendment "No. 1" from 2026-07-01 {\nobjective uptime {\n'
        "credit {\nwhen missed each incident pays 5 EUR\n}\n}\n}"
    )
    credit = "when missed each full 1h of planned in total pays 5 EUR"
    first, second = plan_of(contract(credit=credit, agreement=amendment)).versions
    ids = [{one.id: one.over for one in terms.objectives[0].measures} for terms in (first, second)]
    assert ids == [
        {"m1": "down", "m2": None, "m3": "planned"},
        {"m1": "down", "m2": None, "m4": "incident"},
    ]


def test_the_events_behind_the_value_are_told_from_others() -> None:
    found = objective(indicator="count(request) / (1 + count(incident))", objective="exclude planned")
    assert (found.point_events, found.interval_events) == (("request",), ("incident",))
    assert objective(objective="fewer than 20 request counts as excused").point_events == ()


def test_few_rows_may_miss_a_few_times() -> None:
    text = "fewer than 100 request allows 2 misses"
    found = objective(objective=text, indicator="share(status < 500 over request where up)")
    (rule,) = found.low_volume
    misses = next(one for one in found.measures if one.id == rule.misses)
    assert isinstance(misses.where, Logic)
    assert misses.where.operands[0] == FieldValue("up")
    assert isinstance(misses.where.operands[1], Negation)


def test_scope_and_service_narrow_what_is_measured() -> None:
    found = objective(
        declaration='service api "Public API"',
        head="of api for each site each month",
        agreement='scope customer = "acme", status = 200, up = true',
    )
    assert found.narrow == (
        Narrowing("customer", "acme"),
        Narrowing("status", "200"),
        Narrowing("up", "true"),
        Narrowing("service", "api"),
    )
    assert (found.service, found.keys) == ("api", ("site",))


def test_a_scope_and_an_objective_of_two_services_are_not_settled() -> None:
    outcome = compiled(
        contract(declaration="service api", head="of api each month", agreement='scope service = "web"')
    )
    assert [found.kind.name for found in outcome.diagnostics] == ["cannot-settle"]


# --- money -------------------------------------------------------------------------------------


def test_amounts_are_exact() -> None:
    found = objective(credit="a miss pays 2 * 12.50 EUR\nbelow 90% pays 1/3 * fees")
    assert found.credit is not None
    assert found.credit.rows[0].amount == Fixed(amount=found.credit.rows[0].amount.amount)  # type: ignore[union-attr]
    assert found.credit.rows[0].amount.amount == 25  # type: ignore[union-attr]


def test_a_band_says_which_ends_it_has() -> None:
    found = objective(credit="from above 90% to below 99% pays 5 EUR")
    assert found.credit is not None
    assert found.credit.rows[0].trigger == Band(Fraction(9, 10), False, Fraction(99, 100), False)


def test_time_can_be_paid_in_total_or_for_each_interval() -> None:
    found = objective(
        credit="when missed each full 30m of down in total beyond 1h pays 5 EUR\n"
        "when missed each started 30m of each down pays 5 EUR\nall add up"
    )
    assert found.credit is not None
    half_hour, hour = Fraction(1_800_000_000), Fraction(3_600_000_000)
    assert [row.per for row in found.credit.rows] == [
        PerUnit("full", half_hour, "m1", hour),
        PerUnit("started", half_hour, "m3", Fraction(0)),
    ]
    assert found.measures[2] == Measure("m3", "lengths", "down")


def test_lengths_on_the_calendar_become_months() -> None:
    plan = plan_of(
        contract(
            agreement="cap credits of any 2 years at 50% of its fees\n"
            "customer may terminate when uptime missed 3 times in 2 quarters"
        )
    )
    (terms,) = plan.versions
    assert terms.caps == (Cap("cap.any-24-months", "rolling", Share(Fraction(1, 2), "fees"), 24),)
    assert terms.terminations[0].months == 6


def test_a_weight_is_measured_with_the_objective() -> None:
    plan = plan_of(
        contract(
            earn_back="after each year with its mean weighted by traffic at target"
            " returns 100% of the credit paid"
        )
    )
    (terms,) = plan.versions
    condition = terms.earn_backs[0].stages[1].condition
    assert isinstance(condition, MeanOf)
    weights = [one for one in terms.objectives[0].measures if one.id == condition.weight]
    assert weights == [Measure("m3", "count", "request")]


def test_a_formula_reads_measures_and_fees() -> None:
    found = objective(credit="a miss pays 10 * fees * time(down) / time(period)")
    assert found.credit is not None
    assert [one.id for one in found.measures] == ["m1", "m2"]
    amount = found.credit.rows[0].amount
    assert Number(Fraction(10)) == amount.expression.left.left.left  # type: ignore[union-attr]


# --- time --------------------------------------------------------------------------------------


def test_periods_are_those_that_are_used() -> None:
    plan = plan_of(contract(agreement="cap credits of each contract year at 10% of its fees"))
    assert {period.kind for period in plan.periods} == {"month", "contract year"}
    quarterly = contract(fees="fees 3_000 EUR each quarter", objective="exclude planned up to 1h each week")
    assert {period.kind for period in plan_of(quarterly).periods} == {"week", "month", "quarter"}


def test_an_amendment_begins_at_midnight_in_the_zone() -> None:
    amendment = 'amendment "No. 1" from 2026-07-01 {\nfees 2_000 EUR each month\n}'
    plan = plan_of(contract(agreement=amendment))
    assert [terms.effective for terms in plan.versions] == [plan.term_start, 1_782_856_800_000_000]
    assert plan.versions[1].title == 'amendment "No. 1"'


def test_an_amendment_may_move_the_end_of_the_term() -> None:
    amendment = 'amendment "No. 1" from 2026-07-01 {\nterm 2026-01-01 to 2027-12-31\n}'
    plan = plan_of(contract(agreement=amendment))
    assert len(plan.periods_of("month")) == 24
    assert next(one.clause for one in plan.assumptions if "term" in one.text) == "amendment-1/term"
