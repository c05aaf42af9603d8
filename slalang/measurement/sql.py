"""Small builders of SQL trees: the only module that knows sqlglot.

Everything is whole numbers and texts. Operations come in parentheses, identifiers in quotes, frames are
spelled out, and no text is ever parsed. There is no division, no rounding and no function of dates, so
every engine that reads the tree must come to the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from sqlglot import exp

Tree: TypeAlias = exp.Expression
Selection: TypeAlias = exp.Select
Query: TypeAlias = Selection | exp.Union
Columns: TypeAlias = Mapping[str, Tree]
"""The columns of a result: the name of each and what it is."""

BIGINT, HUGEINT, TEXT = "BIGINT", "INT128", "TEXT"


# --- values ------------------------------------------------------------------------------------


def column(name: str, table: str | None = None) -> Tree:
    """A column, of a table or alias where one is named."""
    return exp.Column(this=_quoted(name), table=_quoted(table) if table else None)


def literal(value: int | str) -> Tree:
    """A whole number or a text."""
    if isinstance(value, str):
        return exp.Literal.string(value)
    number = exp.Literal.number(str(abs(value)))
    return exp.Paren(this=exp.Neg(this=number)) if value < 0 else number


def null(kind: str = BIGINT) -> Tree:
    """No value, of a type."""
    return _cast(exp.Null(), kind)


def true() -> Tree:
    """The condition that always holds."""
    return exp.Boolean(this=True)


def false() -> Tree:
    """The condition that never holds."""
    return exp.Boolean(this=False)


def wide(tree: Tree) -> Tree:
    """The same whole number with 128 bits, so that a product cannot overflow before it is compared."""
    return _cast(tree, HUGEINT)


def narrow(tree: Tree) -> Tree:
    """The same whole number with 64 bits."""
    return _cast(tree, BIGINT)


def as_text(tree: Tree) -> Tree:
    """A whole number in decimal digits."""
    return _cast(tree, TEXT)


def parameter(number: int, kind: str) -> Tree:
    """The rows of the list passed as a parameter (counted from 1)."""
    element = exp.DataType.build(kind)
    list_type = exp.DataType(this=exp.DataType.Type.ARRAY, expressions=[element], nested=True)
    return exp.Explode(this=exp.Cast(this=exp.Placeholder(this=str(number)), to=list_type))


# --- arithmetic --------------------------------------------------------------------------------


def add(left: Tree, right: Tree) -> Tree:
    """The sum of two whole numbers."""
    return exp.Paren(this=exp.Add(this=left, expression=right))


def subtract(left: Tree, right: Tree) -> Tree:
    """The difference of two whole numbers."""
    return exp.Paren(this=exp.Sub(this=left, expression=right))


def multiply(left: Tree, right: Tree) -> Tree:
    """The product of two whole numbers, with 128 bits."""
    return exp.Paren(this=exp.Mul(this=wide(left), expression=right))


def negative(tree: Tree) -> Tree:
    """The number with its sign changed."""
    return exp.Paren(this=exp.Neg(this=exp.Paren(this=tree)))


def remainder(number: Tree, width: int) -> Tree:
    """What is left of a number above the next lower multiple of the width, never negative."""
    once = exp.Paren(this=exp.Mod(this=number, expression=literal(width)))
    return exp.Paren(this=exp.Mod(this=add(once, literal(width)), expression=literal(width)))


def align_down(instant: Tree, base: int, width: int) -> Tree:
    """The last instant of the grid (multiples of the width from the base) that is not later."""
    return subtract(instant, remainder(subtract(instant, literal(base)), width))


def align_up(instant: Tree, base: int, width: int) -> Tree:
    """The first instant of the grid that is not earlier."""
    return add(instant, remainder(subtract(literal(base), instant), width))


def largest(*trees: Tree) -> Tree:
    """The largest of some numbers."""
    return exp.Greatest(this=trees[0], expressions=list(trees[1:]), ignore_nulls=True)


def smallest(*trees: Tree) -> Tree:
    """The smallest of some numbers."""
    return exp.Least(this=trees[0], expressions=list(trees[1:]), ignore_nulls=True)


def coalesce(tree: Tree, fallback: Tree) -> Tree:
    """The value, or the fallback where there is none."""
    return exp.Coalesce(this=tree, expressions=[fallback])


# --- conditions --------------------------------------------------------------------------------

_COMPARISONS: dict[str, type[exp.Binary]] = {
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "=": exp.EQ,
    "!=": exp.NEQ,
}


def compare(operator: str, left: Tree, right: Tree) -> Tree:
    """A comparison; it has no value where a side has none."""
    return exp.Paren(this=_COMPARISONS[operator](this=left, expression=right))


def same(left: Tree, right: Tree) -> Tree:
    """Both values are equal, or both are missing."""
    return exp.Paren(this=exp.NullSafeEQ(this=left, expression=right))


def is_null(tree: Tree) -> Tree:
    """There is no value."""
    return exp.Paren(this=exp.Is(this=tree, expression=exp.Null()))


def negation(tree: Tree) -> Tree:
    """The condition does not hold."""
    return exp.Paren(this=exp.Not(this=exp.Paren(this=tree)))


def every(*conditions: Tree) -> Tree:
    """All of the conditions hold."""
    return _joined(exp.And, conditions) if conditions else true()


def some(*conditions: Tree) -> Tree:
    """At least one of the conditions holds."""
    return _joined(exp.Or, conditions) if conditions else false()


def case(branches: Iterable[tuple[Tree, Tree]], default: Tree | None = None) -> Tree:
    """The value of the first branch whose condition holds."""
    ifs = [exp.If(this=condition, true=value) for condition, value in branches]
    return exp.Case(ifs=ifs, default=default)


def as_integer(condition: Tree) -> Tree:
    """1 where the condition holds, 0 where it does not, nothing where it has no value."""
    return _cast(exp.Paren(this=condition), BIGINT)


# --- aggregates and windows --------------------------------------------------------------------


def total(tree: Tree) -> Tree:
    """The sum over a group, with 128 bits."""
    return wide(exp.Sum(this=tree))


def count_rows() -> Tree:
    """The number of rows of a group."""
    return exp.Count(this=exp.Star(), big_int=True)


def count_values(tree: Tree) -> Tree:
    """The number of rows of a group in which there is a value."""
    return exp.Count(this=tree, big_int=True)


def count_where(condition: Tree) -> Tree:
    """The number of rows of a group for which the condition holds."""
    return count_values(case([(condition, literal(1))]))


def count_distinct(tree: Tree) -> Tree:
    """The number of different values in a group."""
    return exp.Count(this=exp.Distinct(expressions=[tree]), big_int=True)


def least(tree: Tree) -> Tree:
    """The least value of a group."""
    return exp.Min(this=tree)


def greatest(tree: Tree) -> Tree:
    """The greatest value of a group."""
    return exp.Max(this=tree)


def over_all(aggregate: Tree, partition: Sequence[Tree]) -> Tree:
    """An aggregate over all rows of each partition, beside the rows."""
    return exp.Window(this=aggregate, partition_by=list(partition), over="OVER")


def total_over(tree: Tree, partition: Sequence[Tree]) -> Tree:
    """The sum over all rows of each partition, beside the rows, with 128 bits."""
    return wide(over_all(exp.Sum(this=tree), partition))


def running_total(tree: Tree, partition: Sequence[Tree], order: Sequence[Tree]) -> Tree:
    """The sum over the rows of a partition up to and with the current one, with 128 bits."""
    return wide(running(exp.Sum(this=tree), partition, order))


def running(aggregate: Tree, partition: Sequence[Tree], order: Sequence[Tree]) -> Tree:
    """An aggregate over the rows of a partition up to and with the current one."""
    return _framed(aggregate, partition, order, "CURRENT ROW", None)


def earlier(aggregate: Tree, partition: Sequence[Tree], order: Sequence[Tree]) -> Tree:
    """An aggregate over the rows of a partition before the current one."""
    return _framed(aggregate, partition, order, literal(1), "PRECEDING")


def row_number(partition: Sequence[Tree], order: Sequence[Tree]) -> Tree:
    """The place of a row in its partition, from 1."""
    return exp.Window(
        this=exp.RowNumber(),
        partition_by=list(partition),
        order=_order(order) if order else None,
        over="OVER",
    )


def following(tree: Tree, partition: Sequence[Tree], order: Sequence[Tree]) -> Tree:
    """The value in the next row of the partition."""
    return exp.Window(
        this=exp.Lead(this=tree), partition_by=list(partition), order=_order(order), over="OVER"
    )


# --- queries -----------------------------------------------------------------------------------


def table(name: str, alias: str | None = None) -> Tree:
    """A table or view, under an alias."""
    return exp.Table(this=_quoted(name), alias=_alias(alias) if alias else None)


def nested(query: Query, alias: str) -> Tree:
    """A query in the place of a table."""
    return exp.Subquery(this=query, alias=_alias(alias))


def select(
    columns: Columns,
    source: Tree | None = None,
    where: Tree | None = None,
    group: Sequence[Tree] | None = None,
    order: Sequence[Tree] | None = None,
    distinct: bool = False,
) -> exp.Select:
    """A query for named columns."""
    query = exp.Select().select(*(_named(tree, name) for name, tree in columns.items()), copy=False)
    if source is not None:
        query = query.from_(source, copy=False)
    if where is not None:
        query = query.where(where, copy=False)
    if group:
        query = query.group_by(*group, copy=False)
    if order:
        query = query.order_by(*(_ordered(tree) for tree in order), copy=False)
    return query.distinct(copy=False) if distinct else query


def joined(query: exp.Select, other: Tree, on: Tree, left: bool = False) -> exp.Select:
    """The query with another table joined; ``left`` keeps rows that find no partner."""
    return query.join(other, on=on, join_type="left" if left else None, copy=False)


def union_all(queries: Sequence[Query]) -> Query:
    """The rows of all queries, which have the same columns."""
    joint, *others = queries
    for query in others:
        joint = exp.Union(this=joint, expression=query, distinct=False)
    return joint


def rows(columns: Mapping[str, str], rows: Sequence[Sequence[int | str | None]]) -> Query:
    """The given rows; ``columns`` has the type of each column by name."""
    lines: list[Query] = [
        select(
            {
                name: null(kind) if cell is None else _cast(literal(cell), kind)
                for (name, kind), cell in zip(columns.items(), row, strict=True)
            }
        )
        for row in rows
    ]
    nothing = select({name: null(kind) for name, kind in columns.items()}, where=false())
    return union_all(lines or [nothing])


def create(name: str, query: Query, view: bool = False) -> Tree:
    """A temporary table or view with the rows of the query."""
    kind = "VIEW" if view else "TABLE"
    properties = exp.Properties(expressions=[exp.TemporaryProperty()])
    return exp.Create(this=exp.Table(this=_quoted(name)), kind=kind, expression=query, properties=properties)


def _framed(
    aggregate: Tree, partition: Sequence[Tree], order: Sequence[Tree], end: str | Tree, side: str | None
) -> Tree:
    frame = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end=end, end_side=side)
    return exp.Window(
        this=aggregate, partition_by=list(partition), order=_order(order), spec=frame, over="OVER"
    )


def _order(trees: Sequence[Tree]) -> Tree:
    return exp.Order(expressions=[_ordered(tree) for tree in trees])


def _ordered(tree: Tree) -> Tree:
    return exp.Ordered(this=tree, nulls_first=True)


def _named(tree: Tree, name: str) -> Tree:
    return exp.Alias(this=tree, alias=_quoted(name))


def _quoted(name: str) -> Tree:
    return exp.Identifier(this=name, quoted=True)


def _alias(name: str) -> Tree:
    return exp.TableAlias(this=_quoted(name))


def _cast(tree: Tree, kind: str) -> Tree:
    return exp.Cast(this=tree, to=exp.DataType.build(kind))


def _joined(operator: type[exp.And] | type[exp.Or], conditions: Sequence[Tree]) -> Tree:
    joint = conditions[0]
    for condition in conditions[1:]:
        joint = operator(this=joint, expression=condition)
    return exp.Paren(this=joint)
