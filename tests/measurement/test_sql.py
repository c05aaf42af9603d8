"""What the queries are made of: whole numbers, few kinds of nodes, and a text that means the tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

import slalang
from slalang.measurement import dialects, engine, sql
from tests.measurement import test_clocks, test_evaluation, test_quorum, test_values
from tests.measurement.build import log_of

ALLOWED = {
    "Add", "Alias", "And", "Boolean", "Case", "Cast", "Coalesce", "Column", "Count", "Create", "DataType",
    "Distinct", "EQ", "Explode", "From", "GT", "GTE", "Greatest", "Group", "Identifier", "If", "Is", "Join",
    "LT", "LTE", "Lead", "Least", "Literal", "Max", "Min", "Mod", "Mul", "NEQ", "Neg", "Not", "Null",
    "NullSafeEQ", "Or", "Order", "Ordered", "Paren", "Placeholder", "Properties", "RowNumber", "Select",
    "Star", "Sub", "Subquery", "Sum", "Table", "TableAlias", "TemporaryProperty", "Union", "Where", "Window",
    "WindowSpec",
}  # fmt: skip
"""There is no division, no rounding, no mean, no function of dates and no cast that could lose a value."""


@contextmanager
def recorded() -> Iterator[list[sql.Tree]]:
    trees: list[sql.Tree] = []
    original = dialects.render

    def record(tree: sql.Tree) -> str:
        trees.append(tree)
        return original(tree)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "render", record)
        yield trees


@pytest.fixture(scope="module")
def trees() -> list[sql.Tree]:
    """The queries of tests that between them use everything."""
    with recorded() as found:
        test_values.test_for_each_region_there_is_one_reading()
        test_values.test_rows_without_the_field_belong_to_every_region()
        test_values.test_buckets_wholly_inside_excluded_time_are_dropped()
        test_values.test_sparse_buckets_are_neither_up_nor_down()
        test_values.test_division_by_zero_has_no_value()
        test_values.test_a_value_by_a_table()
        test_quorum.test_by_default_a_zone_is_alive_between_its_first_and_last_row()
        test_quorum.test_all_zones_are_those_alive_in_a_stream()
        test_quorum.test_outside_and_inside_go_by_the_keys_both_have()
        test_quorum.test_a_combination_keeps_the_keys_both_sides_have()
        test_clocks.test_excluded_time_stops_the_clock()
        test_clocks.test_a_stream_of_late_cycles_with_the_fields_of_their_start()
        test_evaluation.test_given_buckets_stand_in_place_of_a_stream()
        test_evaluation.test_fees_by_the_field_of_for_each()
    assert len(found) > 200
    return found


def test_queries_are_made_of_few_kinds_of_nodes(trees: list[sql.Tree]) -> None:
    used = {type(node).__name__ for tree in trees for node in tree.walk()}
    assert used <= ALLOWED


def test_the_text_means_the_tree(trees: list[sql.Tree]) -> None:
    for tree in trees:
        assert sqlglot.parse_one(dialects.render(tree), read="duckdb") == tree


def test_every_name_is_quoted_and_every_frame_is_spelled_out(trees: list[sql.Tree]) -> None:
    for tree in trees:
        assert all(name.args["quoted"] for name in tree.find_all(exp.Identifier))
        for window in tree.find_all(exp.Window):
            ordered_sum = window.args.get("order") and isinstance(window.this, exp.AggFunc)
            assert not ordered_sum or isinstance(window.this, exp.Lead) or window.args.get("spec")


def test_parentheses_keep_the_order_of_operations() -> None:
    a, b, c = (sql.column(name) for name in "abc")
    assert dialects.render(sql.multiply(sql.subtract(a, b), c)) == '(CAST(("a" - "b") AS INT128) * "c")'
    assert dialects.render(sql.negation(sql.some(sql.is_null(a), sql.is_null(b)))) == (
        '(NOT ((("a" IS NULL) OR ("b" IS NULL))))'
    )
    assert dialects.render(sql.literal("it's")) == "'it''s'"


def test_nothing_else_knows_the_library() -> None:
    room = Path(slalang.__file__).parent
    importing = {
        str(path.relative_to(room))
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlglot"))
        or (isinstance(node, ast.Import) and any(name.name.startswith("sqlglot") for name in node.names))
    }
    assert importing == {"measurement/sql.py", "measurement/dialects.py"}


@pytest.mark.parametrize("cell", ["1.5", "1 = 1", "DATE '2026-01-01'"])
def test_anything_but_whole_numbers_and_texts_is_our_mistake(cell: str) -> None:
    class Raw:
        """A tree of a text, which the builders cannot make."""

        def sql(self, **_: Any) -> str:
            return f"SELECT {cell}"

    with log_of([], {}) as log, engine.opened(log) as own, pytest.raises(TypeError):
        own.fetch(Raw())  # type: ignore[arg-type]
