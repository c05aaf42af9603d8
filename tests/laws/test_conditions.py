"""What is said of conditions, against every row of a small world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from math import floor
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from slalang.model.findings import Findings
from slalang.model.typing import Typing
from slalang.rules.conditions import Answer, Condition, find_row
from slalang.rules.survey import Survey
from slalang.syntax import nodes
from tests.model.checking import project_of

EVENT = """language 1

event request {
  at     instant
  status integer
  share  optional decimal
  method one of (get, put, post)
  cached boolean
  region optional text
}

"""

World: TypeAlias = Mapping[str, object]
Truth: TypeAlias = bool | None
Said: TypeAlias = tuple[str, Callable[[World], Truth]]
"""A condition as it is written, and what it is for a row: ``None`` where a field has no value to say."""

WORLD = [
    dict(zip(("status", "share", "method", "cached", "region"), values, strict=True))
    for values in product(
        range(-1, 6),
        [None, *(Fraction(n, 2) for n in range(-1, 10))],
        ["get", "put", "post"],
        [True, False],
        [None, "eu", "us", "elsewhere"],
    )
]
RELATIONS: Mapping[str, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def compared(field: str, relation: str, value: object, text: str) -> Said:
    def holds(row: World) -> Truth:
        found = row[field]
        return None if found is None else RELATIONS[relation](found, value)  # type: ignore[arg-type]

    return f"{field} {relation} {text}", holds


def negated(one: Said) -> Said:
    def holds(row: World) -> Truth:
        found = one[1](row)
        return None if found is None else not found

    return f"not ({one[0]})", holds


def joined(word: str, parts: list[Said]) -> Said:
    def holds(row: World) -> Truth:
        found = [part[1](row) for part in parts]
        decides = word == "or"
        if decides in found:
            return decides
        return None if None in found else not decides

    return f" {word} ".join(f"({text})" for text, _ in parts), holds


NUMBERS = st.builds(
    lambda field, relation, n: compared(field, relation, n, str(n)),
    st.sampled_from(["status", "share"]),
    st.sampled_from(list(RELATIONS)),
    st.integers(0, 4),
)
WORDS = st.builds(
    lambda relation, word: compared("method", relation, word, word),
    st.sampled_from(["=", "!="]),
    st.sampled_from(["get", "put", "post"]),
)
TEXTS = st.builds(
    lambda relation, word: compared("region", relation, word, f'"{word}"'),
    st.sampled_from(["=", "!="]),
    st.sampled_from(["eu", "us"]),
)
PLAIN: st.SearchStrategy[Said] = st.one_of(
    NUMBERS,
    WORDS,
    TEXTS,
    st.just(("cached", lambda row: row["cached"])),
    st.just(("region present", lambda row: row["region"] is not None)),
)
CONDITIONS: st.SearchStrategy[Said] = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.builds(negated, inner),
        st.builds(joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(CONDITIONS, CONDITIONS)
def test_a_row_is_found_where_there_is_one_and_it_is_one(one: Said, other: Said) -> None:
    first, second, survey = read(one[0], other[0])
    both = [row for row in WORLD if one[1](row)]
    _check(find_row(survey, [first]), both)
    _check(find_row(survey, [first], [second]), [row for row in both if not other[1](row)])


def _check(answer: Answer, rows: list[dict[str, object]]) -> None:
    """A row is found wherever the world has one, and what is found is a row of the world or beside it."""
    assert answer.is_certain
    assert answer.is_plain
    assert answer.row is not None or not rows
    if answer.row is not None:
        assert any(_stands_for(row, answer.row) for row in rows)


def _stands_for(row: World, found: Mapping[object, object]) -> bool:
    """Whether a row of the world is what was found, as far as any of the constants can tell."""
    return all(_place(row[str(name)]) == _place(value) for name, value in found.items())


def _place(value: object) -> object:
    """Where a value stands among the constants 0 to 4 and the texts that conditions name."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | Fraction):
        near = min(max(value, Fraction(-1, 2)), Fraction(9, 2))
        return near if near % 1 == 0 else floor(near) + Fraction(1, 2)
    return value if value in ("eu", "us", "get", "put", "post") else "elsewhere"


def read(*conditions: str) -> tuple[Condition, Condition, Survey]:
    streams = "".join(f"stream s{n} = request where {text}\n" for n, text in enumerate(conditions))
    project = project_of({"world.sla": EVENT + streams}).value
    survey = Survey(project, Typing(project.scopes, Findings()), "world.sla")
    found = []
    for scope, declaration in survey.declarations():
        if isinstance(declaration.node, nodes.Stream):
            (step,) = declaration.node.rows.steps
            assert isinstance(step, nodes.Where)
            found.append(Condition(step.condition, survey.typing.rows(declaration), scope))
    return found[0], found[1], survey
