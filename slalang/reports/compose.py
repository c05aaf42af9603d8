"""A statement as a document, its parts in the order in which they are read."""

from __future__ import annotations

from slalang.reports.basis import assumptions_section, fees_section, remarks_section, sources_section
from slalang.reports.credits import caps_section, credits_section
from slalang.reports.document import Document
from slalang.reports.movements import (
    bonuses_section,
    earn_backs_section,
    ledger_section,
    open_credits_section,
    totals_section,
)
from slalang.reports.outcomes import outcomes_section
from slalang.reports.quarantine import quarantine_section
from slalang.reports.summary import open_points_section, parties_section, result_section
from slalang.statement import Statement


def document_of(statement: Statement) -> Document:
    """Result first, then the numbers behind it, then what they were made from."""
    sections = (
        parties_section(statement),
        result_section(statement),
        open_points_section(statement),
        quarantine_section(statement),
        outcomes_section(statement),
        credits_section(statement),
        caps_section(statement),
        earn_backs_section(statement),
        open_credits_section(statement),
        bonuses_section(statement),
        totals_section(statement),
        ledger_section(statement),
        fees_section(statement),
        assumptions_section(statement),
        remarks_section(statement),
        sources_section(statement),
    )
    return Document(
        heading=f"Service level statement, {statement.period}",
        mark="" if statement.final else "PROVISIONAL",
        sections=tuple(section for section in sections if section is not None),
    )
