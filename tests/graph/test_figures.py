"""Both figures of a structure, held to what follows from listing every state and every joint distribution."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from slalang.graph.cuts import minimal_cuts
from slalang.graph.decisions import probability
from slalang.graph.figures import MOST_SHARED, guaranteed, independent
from slalang.graph.gates import Gate, Gates

States = list[tuple[bool, ...]]


def shares(count: int) -> st.SearchStrategy[list[Fraction]]:
    """So many shares of the time, in twelfths."""
    return st.lists(st.integers(0, 12).map(lambda each: Fraction(each, 12)), min_size=count, max_size=count)


@st.composite
def structures(draw: st.DrawFn, ends: int) -> Gates:
    """Gates over ends that they may share in any way."""
    gates: list[Gate] = []
    for number in range(draw(st.integers(1, 4))):
        inputs = draw(st.lists(st.integers(0, ends + number - 1), min_size=1, max_size=4))
        gates.append(Gate(draw(st.integers(1, len(inputs))), tuple(inputs)))
    return Gates(ends, tuple(gates))


def is_up(gates: Gates, state: Sequence[bool]) -> bool:
    """Whether the whole is up when these ends are."""
    known = list(state)
    for gate in gates.gates:
        known.append(sum(known[each] for each in gate.inputs) >= gate.least)
    return known[-1]


def states(gates: Gates) -> States:
    return list(product([False, True], repeat=gates.ends))


# --- by brute force ----------------------------------------------------------------------------


def by_listing(gates: Gates, up: Sequence[Fraction]) -> Fraction:
    """The probability of all states in which it is up."""
    chances = (
        prod((share if on else 1 - share for on, share in zip(state, up, strict=True)), start=Fraction(1))
        for state in states(gates)
        if is_up(gates, state)
    )
    return sum(chances, Fraction(0))


def least_up(gates: Gates, up: Sequence[Fraction]) -> Fraction:
    """The least that any joint distribution with these shares gives.

    Such distributions are a polytope, and the least of a sum is at one of its corners. A corner has as
    many states with a probability as there are conditions: the shares, and that all probabilities add up.
    """
    every = states(gates)
    wanted = [*up, Fraction(1)]
    found = []
    for chosen in combinations(every, len(wanted)):
        conditions = [[Fraction(state[end]) for state in chosen] for end in range(gates.ends)]
        conditions.append([Fraction(1)] * len(chosen))
        chances = solved(conditions, wanted)
        if chances and min(chances) >= 0:
            pairs = zip(chosen, chances, strict=True)
            found.append(sum((chance for state, chance in pairs if is_up(gates, state)), Fraction(0)))
    return min(found)


def solved(rows: list[list[Fraction]], wanted: list[Fraction]) -> list[Fraction] | None:
    """The one solution of a square system of equations, if it has just one."""
    table = [[*row, value] for row, value in zip(rows, wanted, strict=True)]
    for column in range(len(table)):
        pivot = next((row for row in range(column, len(table)) if table[row][column]), None)
        if pivot is None:
            return None
        table[column], table[pivot] = table[pivot], table[column]
        table[column] = [each / table[column][column] for each in table[column]]
        for row in range(len(table)):
            if row != column and table[row][column]:
                times = table[row][column]
                table[row] = [
                    one - times * other for one, other in zip(table[row], table[column], strict=True)
                ]
    return [row[-1] for row in table]


# --- laws --------------------------------------------------------------------------------------


@given(structures(5), shares(5))
@settings(max_examples=80, deadline=None)
def test_the_independent_figure_is_that_of_all_states(gates: Gates, up: list[Fraction]) -> None:
    assert independent(gates, up) == by_listing(gates, up)
    assert probability(gates, up, MOST_SHARED) == by_listing(gates, up)


@given(structures(3), shares(3))
@settings(max_examples=60, deadline=None)
@example(Gates(3, (Gate(2, (0, 1, 2)),)), [Fraction(2, 3)] * 3)
@example(Gates(3, (Gate(1, (0, 1)), Gate(1, (1, 2)), Gate(2, (3, 4)))), [Fraction(1, 2)] * 3)
def test_the_guaranteed_figure_is_the_least_of_all_joint_distributions(
    gates: Gates, up: list[Fraction]
) -> None:
    assert guaranteed(gates, up) == least_up(gates, up)


FOUR_ENDS = [
    Gates(4, (Gate(2, (0, 1, 2, 3)),)),
    Gates(4, (Gate(3, (0, 1, 2, 3)),)),
    Gates(4, (Gate(2, (0, 1)), Gate(2, (2, 3)), Gate(1, (4, 5)))),
    Gates(4, (Gate(1, (0, 1)), Gate(1, (1, 2)), Gate(1, (2, 3)), Gate(3, (4, 5, 6)))),
    Gates(4, (Gate(2, (0, 1, 2)), Gate(2, (1, 2, 3)), Gate(2, (4, 5)))),
]


@pytest.mark.parametrize("gates", FOUR_ENDS)
def test_the_guaranteed_figure_of_four(gates: Gates) -> None:
    known = [Fraction(each, 12) for each in (9, 10, 11, 8)]
    assert guaranteed(gates, known) == least_up(gates, known)


@given(structures(5), shares(5))
@settings(max_examples=80, deadline=None)
def test_the_guaranteed_figure_is_never_above_the_independent_one(gates: Gates, up: list[Fraction]) -> None:
    worst, usual = guaranteed(gates, up), independent(gates, up)
    assert worst is not None
    assert usual is not None
    assert 0 <= worst <= usual <= 1


@given(structures(5))
@settings(max_examples=50, deadline=None)
def test_a_structure_is_down_when_one_of_its_cuts_is(gates: Gates) -> None:
    cuts = minimal_cuts(gates, MOST_SHARED)
    assert cuts is not None
    for state in states(gates):
        down = {end for end, on in enumerate(state) if not on}
        assert is_up(gates, state) == (not any(cut <= down for cut in cuts))


# --- figures that are known --------------------------------------------------------------------


def percents(*shown: str) -> list[Fraction]:
    return [Fraction(each) / 100 for each in shown]


def series(count: int) -> Gates:
    return Gates(count, (Gate(count, tuple(range(count))),))


def parallel(count: int) -> Gates:
    return Gates(count, (Gate(1, tuple(range(count))),))


def test_two_in_series() -> None:
    up = percents("99.95", "99.95")
    assert independent(series(2), up) == Fraction("0.99900025")
    assert guaranteed(series(2), up) == Fraction("0.999")


def test_two_in_parallel_behind_a_front() -> None:
    up = percents("99.9", "99.9")
    assert independent(parallel(2), up) == Fraction("0.999999")
    assert guaranteed(parallel(2), up) == Fraction("0.999")
    behind = Gates(3, (Gate(1, (0, 1)), Gate(2, (3, 2))))
    figure = independent(behind, percents("99.9", "99.9", "99.99"))
    assert figure == Fraction("0.999999") * Fraction("0.9999")
    assert round(figure, 6) == Fraction("0.999899")


def test_the_formula_that_is_none() -> None:
    """``1 - 0.999 x 0.999`` is the chance that one of two is down, and no availability."""
    assert independent(parallel(2), percents("99.9", "99.9")) != 1 - Fraction("0.999") ** 2


def test_two_of_a_chain_in_time() -> None:
    up = percents("95", "95")
    assert independent(series(2), up) == Fraction("0.9025")
    assert guaranteed(series(2), up) == Fraction("0.9")


def test_a_shared_part_counts_once() -> None:
    """`web` needs `front` and `db`, `api` needs `db` and `queue`, and the shop needs both."""
    gates = Gates(3, (Gate(2, (0, 1)), Gate(2, (1, 2)), Gate(2, (3, 4))))
    up = percents("99.9", "99.5", "99.9")
    assert independent(gates, up) == prod(up)
    assert guaranteed(gates, up) == Fraction("0.993")


def test_a_shared_branch_with_many_parts_is_no_obstacle() -> None:
    """Five of ten behind two branches: the ten stand nowhere else, so they are one part."""
    ten = Gate(5, tuple(range(10)))
    gates = Gates(12, (ten, Gate(2, (12, 10)), Gate(2, (12, 11)), Gate(1, (13, 14))))
    assert independent(gates, [Fraction(9, 10)] * 12) is not None
    assert guaranteed(gates, [Fraction(9, 10)] * 12) is not None


@pytest.mark.parametrize("gates", [series(2_000), parallel(2_000)], ids=["series", "parallel"])
def test_many_parts_that_are_not_shared_take_no_time(gates: Gates) -> None:
    up = [Fraction(9999, 10_000)] * gates.ends
    assert independent(gates, up) is not None
    assert guaranteed(gates, up) is not None


def test_too_much_sharing_has_no_figure() -> None:
    pairs = [Gate(1, (end, (end + 1) % 200)) for end in range(200)]
    gates = Gates(200, (*pairs, Gate(200, tuple(range(200, 400)))))
    up = [Fraction(9, 10)] * 200
    assert independent(gates, up) is None
    assert guaranteed(gates, up) is None
