"""Stricter is a partial order, and a credit called stricter pays no less for any value."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from slalang.model.constants import constant
from slalang.model.strictness import Paying, compare_credits, compare_targets, gap, holds, paid, shortfall
from slalang.source import SourceFile
from slalang.syntax import nodes, parse

HEAD = "language 1\ntier t {\n  objective uptime each month {\n"

percents = st.integers(900, 1000).map(lambda tenths: f"{tenths / 10:.1f}%")
operators = st.sampled_from([">=", ">"])
triggers = st.one_of(
    percents.map(lambda value: f"below {value}"),
    percents.map(lambda value: f"at or below {value}"),
    st.just("a miss"),
)
rows = st.builds(lambda trigger, pays: f"{trigger} pays {pays}% of fees", triggers, st.integers(1, 100))


def promise(operator: str, threshold: str, lines: list[str]) -> Paying:
    """The target and credit of an objective written like that."""
    written = "".join(f"      {line}\n" for line in lines)
    text = f"{HEAD}    target {operator} {threshold}\n    credit {{\n{written}    }}\n  }}\n}}\n"
    tier = parse(SourceFile("t.sla", text)).value.declarations[0]
    assert isinstance(tier, nodes.Tier)
    objective = tier.clauses[0]
    assert isinstance(objective, nodes.Objective)
    target, credit = objective.clauses
    assert isinstance(target, nodes.Target)
    assert isinstance(credit, nodes.Credit)
    return Paying(credit, target)


promises = st.builds(promise, operators, percents, st.lists(rows, min_size=1, max_size=4))
values = st.integers(0, 100_000).map(lambda thousandths: Fraction(thousandths, 100_000))


@given(promises, promises, values)
def test_a_stricter_credit_pays_no_less_for_any_value(old: Paying, new: Paying, value: Fraction) -> None:
    verdict = compare_credits(old, new)
    if verdict in ("stricter", "equal"):
        assert paid(new, value) >= paid(old, value)
    if verdict in ("looser", "equal"):
        assert paid(new, value) <= paid(old, value)


@given(promises, promises)
def test_the_order_turns_round_with_its_sides(old: Paying, new: Paying) -> None:
    turned = {"stricter": "looser", "looser": "stricter", "equal": "equal", "incomparable": "incomparable"}
    assert compare_credits(new, old) == turned[compare_credits(old, new)]
    assert old.target is not None
    assert new.target is not None
    assert compare_targets(new.target, old.target) == turned[compare_targets(old.target, new.target)]


@given(promises, promises)
def test_what_is_not_as_strict_has_a_value_that_shows_it(old: Paying, new: Paying) -> None:
    looser = compare_credits(old, new) in ("looser", "incomparable")
    assert (shortfall(old, new) is not None) is looser


@given(promises)
def test_everything_is_as_strict_as_itself(promise: Paying) -> None:
    assert compare_credits(promise, promise) == "equal"
    assert shortfall(promise, promise) is None


# --- row by row --------------------------------------------------------------------------------

late_rows = st.builds(lambda amount: f"when missed each late reply pays {amount} EUR", st.integers(1, 9))


@given(late_rows, late_rows)
def test_a_credit_for_each_late_cycle_is_as_strict_as_its_amount(before: str, after: str) -> None:
    old, new = promise(">=", "95%", [before]), promise(">=", "95%", [after])
    verdict = compare_credits(old, new)
    amounts = [int(row.split()[-2]) for row in (before, after)]
    assert verdict == ("equal" if before == after else "stricter" if amounts[1] > amounts[0] else "looser")
    less = shortfall(old, new)
    assert (less is not None) is (verdict == "looser")
    assert less is None or (less.before, less.after) == (f"{amounts[0]} EUR", f"{amounts[1]} EUR")


# --- gaps --------------------------------------------------------------------------------------


@given(promises, promises)
def test_the_gap_of_two_targets_meets_the_one_and_misses_the_other(old: Paying, new: Paying) -> None:
    assert old.target is not None
    assert new.target is not None
    value = gap(old.target, new.target)
    assert (value is not None) is (compare_targets(old.target, new.target) == "looser")
    if value is not None:
        assert holds(new.target.operator, value, threshold_of(new.target))
        assert not holds(old.target.operator, value, threshold_of(old.target))


def threshold_of(target: nodes.Target) -> Fraction:
    found = constant(target.threshold)
    assert found is not None
    return found
