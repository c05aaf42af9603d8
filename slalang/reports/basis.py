"""What a statement stands on: fees, assumptions, logs, the plan and the versions."""

from __future__ import annotations

from slalang.reports.document import Facts, Remark, Remarks, Section
from slalang.reports.summary import FEW_FEES, fees_text
from slalang.reports.wording import Places, counted
from slalang.statement import InputFile, Statement


def fees_section(statement: Statement) -> Section | None:
    """The fees of every period, where they are too many for the top of the statement."""
    if len(statement.fees) <= FEW_FEES:
        return None
    remarks = tuple(Remark(fees_text(line, statement.currency)) for line in statement.fees)
    return Section("Fees", (Remarks(remarks),))


def assumptions_section(statement: Statement) -> Section | None:
    """What the contract left to the defaults."""
    if not statement.assumptions:
        return None
    places = Places.short(statement)
    remarks = tuple(Remark(line.text, places.find(line.clause)) for line in statement.assumptions)
    return Section("Assumed, where the contract is silent", (Remarks(remarks),))


def remarks_section(statement: Statement) -> Section | None:
    """What was found in the logs, though no row was refused for it."""
    if not statement.remarks:
        return None
    remarks = tuple(
        Remark(f"{one.place}: {one.text}" if one.place else one.text) for one in statement.remarks
    )
    return Section("Found in the logs", (Remarks(remarks),))


def sources_section(statement: Statement) -> Section:
    """The logs, the contract and the versions that give this statement again, byte for byte."""
    logs = tuple(
        (log.event, (f"{log.path}, {_rows_text(log, statement.period)}", _hash(log.sha256)))
        for log in statement.inputs
    )
    versions = ", ".join(f"{name} {version}" for name, version in statement.versions)
    files = Places.full(statement).files
    pairs = (*logs, ("contract", files), ("plan", (statement.plan_hash,)), ("versions", (versions,)))
    return Section("Made from", (Facts(tuple(pair for pair in pairs if any(pair[1]))),))


def _rows_text(log: InputFile, period: str) -> str:
    """``8 rows, 3 of them in 2026-02 and 5 outside the term``."""
    told = []
    if log.rows_in_period is not None:
        told.append(f"{log.rows_in_period:,} of them in {'the term' if period == 'term' else period}")
    if log.rows_outside_term:
        told.append(f"{log.rows_outside_term:,} outside the term")
    rows = counted(log.rows, "row")
    if log.rows_set_aside:
        rows = f"{rows} and {log.rows_set_aside:,} set aside"
    return f"{rows}, {' and '.join(told)}" if log.rows and told else rows


def _hash(digest: str) -> str:
    return digest if digest.startswith("sha256:") else f"sha256:{digest}"
