"""The most that a promise can rest on, by what is promised for the services underneath."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from slalang.graph.figures import guaranteed, independent
from slalang.graph.supports import Standing, standings
from slalang.model.contract import Project
from slalang.model.typing import Typing
from slalang.values import Frozen, value

Verdict: TypeAlias = Literal[
    "within", "above guaranteed", "above independent", "nothing underneath", "not compared", "too much shared"
]
"""``not compared``: the promise is no share of anything that its services could be promised too."""


@value
class Ceiling(Frozen):
    """A promise beside what the promises underneath come to.

    ``independent`` is what its services reach together if they fail independently, ``guaranteed`` what they
    reach whatever happens, each being as good as it is promised to be; one without a promise that fits is
    taken never to fail, so both are figures at most. They are ``None`` where there is nothing to reckon with.
    """

    standing: Standing
    independent: Fraction | None
    guaranteed: Fraction | None
    verdict: Verdict


def ceilings(project: Project, typing: Typing, path: str) -> Iterator[Ceiling]:
    """The ceilings of what a file promises for services that need others or are backed by somebody."""
    return (ceiling_of(standing) for standing in standings(project, typing, path))


def ceiling_of(standing: Standing) -> Ceiling:
    """The ceiling of one promise."""
    promise = standing.promise
    if promise.share is None or promise.measure.kind == "other":
        return Ceiling(standing, None, None, "not compared")
    known = [support.figure for support in standing.supports]
    if all(figure is None for figure in known):
        return Ceiling(standing, None, None, "nothing underneath")
    up = [Fraction(1) if figure is None else figure for figure in known]
    gates = standing.structure.gates
    apart, sure = independent(gates, up), guaranteed(gates, up)
    return Ceiling(standing, apart, sure, _verdict(standing, apart, sure))


def _verdict(standing: Standing, apart: Fraction | None, sure: Fraction | None) -> Verdict:
    if apart is not None and _is_above(standing, apart):
        return "above independent"
    if apart is None or sure is None:
        return "too much shared"
    return "above guaranteed" if _is_above(standing, sure) else "within"


def _is_above(standing: Standing, figure: Fraction) -> bool:
    """Whether the promise is missed at the figure, be it by reaching it where that is not enough."""
    promised = standing.promise.share
    if promised is None or promised < figure:
        return False
    below = [support.promise for support in standing.supports if support.figure is not None]
    strict = standing.promise.is_strict and not any(each and each.is_strict for each in below)
    return promised > figure or strict
