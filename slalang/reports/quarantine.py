"""What rows that cannot be read could change."""

from __future__ import annotations

from slalang.reports.document import Column, Remark, Remarks, Row, Section, Table
from slalang.reports.wording import amount_text
from slalang.statement import CountedLine, Statement

_WAYS = {"left out": "left out, as in this statement", "best": "at their best", "worst": "at their worst"}


def quarantine_section(statement: Statement) -> Section | None:
    """What is owed without the rows that were set aside, and at the least and the most with them."""
    aside = statement.quarantine
    if aside is None:
        return None
    heading = f"Rows set aside, in {statement.currency}"
    if aside.unbounded is not None:
        text = f"what they could change has no known bounds: {aside.unbounded}"
        return Section(heading, (Remarks((Remark(text),)),))
    columns = (
        Column("counted", "fill"),
        Column("credits due", "decimal"),
        Column("paid", "decimal"),
        Column("net, owed", "decimal"),
    )
    rows = tuple(_row(line, statement.currency) for line in aside.counted)
    return Section(heading, (Table(columns, rows),))


def _row(line: CountedLine, currency: str) -> Row:
    amounts = (line.credits, line.paid, line.net)
    return Row((_WAYS[line.way], *(amount_text(amount, currency) for amount in amounts)))
