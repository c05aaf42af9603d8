"""The examples of the catalogue's pages: parts of contracts made whole, then checked, tested and read.

A contract block that begins with ``language`` is a file as it stands. Any other block is completed: its
declarations with those of ``frame.sla`` that they name, its clauses of an agreement with the frame's
agreement, in which they replace what is said of the same thing. A first line ``# NAME.sla`` names the file.
Log blocks hold the rows of the event declared beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slalang.compiler.from_event import event_of
from slalang.diagnostics import Diagnostic, has_errors
from slalang.events import read_events
from slalang.model.contract import Project
from slalang.workspace.checking import check_paths
from slalang.workspace.trials import run_trials

FRAME = Path(__file__).with_name("frame.sla").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"^(?![ })#\n]).*\n(?:[ })#].*\n|\n)*", re.MULTILINE)
_DECLARATION = re.compile(
    r"(import|calendar|service|event|table|stream|clock|indicator|agreement|test)\b|tier .*\{"
)
_LOGS = {"csv": "csv", "tsv": "tsv", "json": "jsonl"}
_OBJECTIVE = "objective uptime each month {\n  target >= 99.9%\n  no data counts as met\n}\n"
_EARN_BACK = """earn back uptime {
  for every credit
  after 3 consecutive months at target returns 100% of the credit paid
  a miss forfeits
  an excused month skips
  at term end forfeits
}
"""
_BLOCKS = {"target": _OBJECTIVE, "minimum": _OBJECTIVE, "credit": _OBJECTIVE, "after": _EARN_BACK}


@dataclass(frozen=True)
class Example:
    """The blocks of a page under ``Bad`` or ``Good``: contracts by file name, and logs by theirs."""

    contracts: dict[str, str]
    logs: dict[str, str]


def example(text: str) -> Example:
    """The example in a section of a page, made whole."""
    contracts: dict[str, str] = {}
    logs: dict[str, str] = {}
    for language, block in _BLOCK.findall(text):
        if language == "sla":
            named = re.match(r"# (\S+\.sla)\n", block)
            contracts[named[1] if named else f"example{len(contracts)}.sla"] = whole(block)
        elif language in _LOGS:
            logs[f"log{len(logs)}.{_LOGS[language]}"] = block
    return Example(contracts, logs)


# --- making parts whole ------------------------------------------------------------------------


def whole(block: str) -> str:
    """A block as a file of its own."""
    if re.search(r"^language ", block, re.MULTILINE):
        return block
    parts = _PART.findall(block)
    declared = [part for part in parts if _DECLARATION.match(part)]
    clauses = _in_blocks([part for part in parts if not _DECLARATION.match(part)])
    frame = {_name(part): part for part in _PART.findall(FRAME)[1:]}
    if clauses:
        declared.append(_laid_over(frame["acme"], clauses))
    return "language 1\n\n" + "".join([*_needed(declared, frame), *declared])


def _needed(declared: list[str], frame: dict[str, str]) -> list[str]:
    """The declarations of the frame that these name, directly or over others."""
    taken = {_name(part) for part in declared}
    needed: list[str] = []
    waiting = list(declared)
    while waiting:
        words = set(re.findall(r"\w+", re.sub('"[^"\n]*"', "", waiting.pop())))
        found = {name: part for name, part in frame.items() if name in words - taken}
        taken |= found.keys()
        waiting += found.values()
        needed += found.values()
    return needed


def _name(part: str) -> str:
    """The name of a declaration."""
    return part.replace("{", " ").split()[1]


def _in_blocks(clauses: list[str]) -> list[str]:
    """The clauses, with those of an objective or an earn-back in the block they belong in."""
    block = _BLOCKS.get(clauses[0].split()[0]) if clauses else None
    return [_laid_over(block, clauses)] if block else clauses


def _laid_over(block: str, clauses: list[str]) -> str:
    """A block with some of its clauses replaced, and others added."""
    first, *lines = block.splitlines(keepends=True)
    inside = re.sub("^  ", "", "".join(lines).rsplit("}", 1)[0], flags=re.MULTILINE)
    about = {_subject(clause) for clause in clauses}
    kept = [part for part in _PART.findall(inside) if _subject(part) not in about]
    within = "".join(f"  {line}" for part in (*kept, *clauses) for line in part.splitlines(keepends=True))
    return f"{first}{within}}}\n"


def _subject(clause: str) -> str:
    """What a clause is about: its first word, mostly."""
    first, second, *_ = clause.split()
    return f"{first} may" if second == "may" else first


# --- running them ------------------------------------------------------------------------------


def findings(shown: Example, folder: Path) -> Iterator[Diagnostic]:
    """Everything that checking, testing and reading an example finds."""
    for name, text in (shown.contracts | shown.logs).items():
        (folder / name).write_text(text, encoding="utf-8")
    checked = check_paths([*shown.contracts], folder)
    yield from checked.diagnostics
    if has_errors(checked.diagnostics):
        return
    for trial in run_trials(checked.project, checked.contracts.asked):
        yield from trial.findings
    if shown.logs:
        yield from _read(checked.project, [folder / name for name in shown.logs])


def _read(project: Project, logs: list[Path]) -> tuple[Diagnostic, ...]:
    """What is wrong with the logs of the one event."""
    (scope,) = project.scopes.values()
    (declaration,) = (found for found in scope.own.values() if found.kind == "event")
    event = event_of(declaration, declaration.name, scope.path)
    read = read_events([event], {event.name: logs}, default_currency="EUR")
    if read.value is not None:
        read.value.close()
    return read.diagnostics
