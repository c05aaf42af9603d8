"""Rows that say the same twice, and rows that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from slalang.diagnostics import DataPlace, Diagnostic, Kind, Severity
from slalang.events.findings import Findings
from slalang.events.log import InputFile
from slalang.events.repeats import possible_repeats
from slalang.events.table import EventTable

DUPLICATE_ROWS = Kind("SLA543", "duplicate-rows", Severity.INFO)
CONFLICTING_ROWS = Kind("SLA544", "conflicting-rows")
SAME_FILE = Kind("SLA545", "same-file-twice", Severity.WARNING)
IDENTICAL_ROWS = Kind("SLA546", "identical-rows", Severity.WARNING)


def settle_duplicates(table: EventTable, files: Sequence[InputFile], findings: Findings) -> int:
    """Keeps one of each set of rows that are the same by their key; how many were left out.

    Rows with one key and different content are an error. Without a key identical rows are kept, with a
    warning.
    """
    keys = [f"f{index}" for index, field in enumerate(table.event.fields) if field.key]
    if not keys:
        _name_same_files(table, files, findings)
        _name_identical_rows(table, files, findings)
        return 0
    same_key = f"(PARTITION BY {', '.join(keys)} ORDER BY source, record)"
    if not _repeated(table, keys, table.relation):
        return 0
    conflicts = list(_conflicts(table, same_key, files))
    findings.add_rows(conflicts)
    return 0 if conflicts else _keep_first(table, same_key, findings)


def _columns(table: EventTable) -> list[str]:
    return [f"f{index}" for index in range(len(table.event.fields))]


def _repeated(table: EventTable, columns: Sequence[str], rows: str) -> int:
    """How many of the rows have the same values in these columns as another one, the first of each left
    out."""
    together = ", ".join(columns)
    if table.one(f"SELECT count(*) = count(DISTINCT hash({together})) FROM {rows}")[0]:
        return 0  # rows that are alike have one hash
    groups = f"SELECT count(*) - 1 AS more FROM {rows} GROUP BY {together} HAVING count(*) > 1"
    return int(table.one(f"SELECT CAST(coalesce(sum(more), 0) AS BIGINT) FROM ({groups})")[0])


# --- with a key --------------------------------------------------------------------------------


def _conflicts(table: EventTable, same_key: str, files: Sequence[InputFile]) -> Iterator[Diagnostic]:
    """Each row that differs from the first one of its key."""
    columns = _columns(table)
    differs = ", ".join(
        f"{column} IS DISTINCT FROM first_value({column}) OVER same AS d{column}" for column in columns
    )
    flags = [f"d{column}" for column in columns]
    query = (
        f"SELECT first_source, first_record, source, record, {', '.join(flags)} FROM ("
        f"SELECT source, record, first_value(source) OVER same AS first_source, "
        f"first_value(record) OVER same AS first_record, {differs} "
        f"FROM {table.relation} WINDOW same AS {same_key}) WHERE {' OR '.join(flags)} ORDER BY source, record"
    )
    for first_source, first_record, source, record, *different in table.all(query):
        names = [field.name for field, differs in zip(table.event.fields, different, strict=True) if differs]
        yield _conflict(table, (files[first_source].path, first_record), (files[source].path, record), names)


def _conflict(
    table: EventTable, first: tuple[str, int], second: tuple[str, int], names: Sequence[str]
) -> Diagnostic:
    keys = ", ".join(f"`{field.name}`" for field in table.event.fields if field.key)
    differing = ", ".join(f"`{name}`" for name in names)
    message = (
        f"the rows {first[0]}:{first[1]} and {second[0]}:{second[1]} of `{table.event.name}` have the same "
        f"{keys} and differ in {differing}"
    )
    help = "keep the one that is right, or make the field that tells them apart a `key` as well"
    return Diagnostic(CONFLICTING_ROWS, message, data=DataPlace(*second, names[0]), help=help)


def _keep_first(table: EventTable, same_key: str, findings: Findings) -> int:
    more = table.keep(f"row_number() OVER {same_key} = 1")
    rows = "row is" if more == 1 else "rows are"
    message = (
        f"{more:,} {rows} repeated in `{table.event.name}`, the same by key and content, and counted once"
    )
    findings.add(Diagnostic(DUPLICATE_ROWS, message))
    return more


# --- without a key -----------------------------------------------------------------------------


def _name_identical_rows(table: EventTable, files: Sequence[InputFile], findings: Findings) -> None:
    columns = ", ".join(_columns(table))
    suspects = possible_repeats(table, table.start)
    more = 0 if suspects is None else _repeated(table, _columns(table), suspects)
    if not more:
        return
    source, record, first_source, first_record = table.one(
        f"SELECT source, record, first_value(source) OVER same, first_value(record) OVER same "
        f"FROM {suspects} "
        f"WINDOW same AS (PARTITION BY {columns} ORDER BY source, record) "
        "QUALIFY row_number() OVER same = 2 ORDER BY source, record LIMIT 1"
    )
    rows = "row" if more == 1 else "rows"
    say, are = ("says", "is") if more == 1 else ("say", "are")
    message = (
        f"{more:,} {rows} of `{table.event.name}` {say} the same as an earlier one and {are} counted, "
        f"such as {files[source].path}:{record} and {files[first_source].path}:{first_record}"
    )
    help = "if a row is never the same twice, declare the field that tells rows apart a `key`"
    findings.add(Diagnostic(IDENTICAL_ROWS, message, data=DataPlace(files[source].path, record), help=help))


def _name_same_files(table: EventTable, files: Sequence[InputFile], findings: Findings) -> None:
    first: dict[str, InputFile] = {}
    for file in files:
        other = first.setdefault(file.sha256, file)
        if other is not file and file.rows:
            message = f"`{file.path}` has the same bytes as `{other.path}`, and its rows are counted again"
            help = f"give each file of `{table.event.name}` once"
            findings.add(Diagnostic(SAME_FILE, message, data=DataPlace(file.path), help=help))
