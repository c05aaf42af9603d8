"""Every form that a plan can have is explained: one that has no text of its own fails here."""

from __future__ import annotations

import ast
import inspect
from types import ModuleType
from typing import Any, get_args

import pytest

from slalang.explanation import conditions, crediting, earning, making, tracing
from slalang.plan import expressions, reading, streams, terms
from slalang.plan.lengths import Length
from slalang.reports.explanations import HEADINGS
from slalang.settlement import fees, passing, rows
from slalang.trail import StepKind

FORMS: list[tuple[Any, ModuleType]] = [
    (terms.Amount, crediting),
    (terms.Trigger, crediting),
    (terms.Trigger, rows),
    (terms.Per, rows),
    (terms.Fees, crediting),
    (terms.Fees, fees),
    (terms.Consecutive | terms.OfTheNext | terms.MeanOf, earning),
    (terms.Stage.__annotations__["condition"], earning),
    (terms.Stage.__annotations__["condition"], passing),
    (streams.Step, making),
    (Length, making),
    (expressions.Expression, conditions),
]


def matched(module: ModuleType) -> set[str]:
    """The classes that the module has a case for."""
    patterns = ast.walk(ast.parse(inspect.getsource(module)))
    classes = (node.cls for node in patterns if isinstance(node, ast.MatchClass))
    return {name.id for name in classes if isinstance(name, ast.Name)}


def members(form: Any) -> set[str]:
    if isinstance(form, str):
        return {name.strip() for name in form.split("|")}
    return {each.__name__ for each in get_args(form)}


@pytest.mark.parametrize(("form", "module"), FORMS, ids=lambda part: getattr(part, "__name__", None))
def test_every_form_has_a_text(form: Any, module: ModuleType) -> None:
    assert members(form)
    assert members(form) <= matched(module)


def test_every_kind_of_trace_has_a_text() -> None:
    source = inspect.getsource(tracing)
    assert [kind for kind in get_args(reading.TraceKind) if f'case "{kind}"' not in source] == []


def test_every_aggregate_has_a_text() -> None:
    source = inspect.getsource(making.measure_text)
    assert [name for name in get_args(streams.AggregateName) if f'"{name}"' not in source] == []


def test_every_step_has_a_heading() -> None:
    assert set(HEADINGS) == set(get_args(StepKind))
