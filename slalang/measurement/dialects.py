"""SQL trees as texts: for an engine on one line, for people laid out without what an engine needs no more."""

from __future__ import annotations

from typing import Literal, TypeAlias

from sqlglot import exp

Dialect: TypeAlias = Literal["duckdb", "spark"]


def render(tree: exp.Expression, dialect: Dialect = "duckdb") -> str:
    """The text of a tree in a dialect, on one line."""
    return _in_dialect(tree, dialect).sql(dialect=dialect)


def lay_out(tree: exp.Expression, dialect: Dialect = "duckdb") -> str:
    """The text of a tree in a dialect, laid out for people. It means the same."""
    plain = _in_dialect(tree, dialect).copy().transform(_without_name, copy=False)
    for paren in list(plain.find_all(exp.Paren)):
        if _changes_nothing(paren):
            paren.replace(paren.this)
    return plain.sql(dialect=dialect, pretty=True, max_text_width=100)


def _in_dialect(tree: exp.Expression, dialect: Dialect) -> exp.Expression:
    return _for_spark(tree.copy()) if dialect == "spark" else tree


def _for_spark(tree: exp.Expression) -> exp.Expression:
    """The tree where Spark has things otherwise.

    It has decimals of 38 digits in place of whole numbers of 128 bits, its sums do not widen by themselves,
    and it knows no place of a row without an order.
    """
    for total in list(tree.find_all(exp.Sum)):
        total.set("this", exp.Cast(this=total.this, to=_wide()))
    for window in list(tree.find_all(exp.Window)):
        if isinstance(window.this, exp.RowNumber) and not window.args.get("order"):
            window.set("order", exp.Order(expressions=[exp.Literal.number("1")]))
    for kind in list(tree.find_all(exp.DataType)):
        if kind.this == exp.DataType.Type.INT128:
            kind.replace(_wide())
    return tree


def _wide() -> exp.DataType:
    return exp.DataType.build("DECIMAL(38, 0)")


def _without_name(node: exp.Expression) -> exp.Expression:
    """A column that keeps its own name, without saying so."""
    if isinstance(node, exp.Alias) and isinstance(node.this, exp.Column) and node.this.name == node.alias:
        return node.this
    return node


_WHOLE = (exp.Where, exp.Join, exp.Paren, exp.If)
"""What a condition stands in alone."""
_COMPARED = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is)


def _changes_nothing(paren: exp.Paren) -> bool:
    """Whether a condition is read the same without its parentheses."""
    inner, outer = paren.this, paren.parent
    if isinstance(inner, _COMPARED):
        return isinstance(outer, (exp.And, exp.Or, *_WHOLE))
    if isinstance(inner, exp.And):
        return isinstance(outer, (exp.And, *_WHOLE))
    return isinstance(inner, exp.Or | exp.Not | exp.Paren) and isinstance(outer, _WHOLE)
