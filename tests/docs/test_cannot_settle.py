"""The list of what nothing can be settled by: each clause in it checks, and is refused by the compiler."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from slalang.diagnostics import Diagnostic
from slalang.workspace.checking import check_files
from slalang.workspace.settling import compile_plan
from tests.transcripts.session import PROJECT

REFERENCE = PROJECT / "docs" / "language.md"
TITLE = "## What nothing can be settled by"
ROW = re.compile(r"^\| (`[^|]*`) \| ([a-z ]+) \| .* \|$", re.MULTILINE)

AGREEMENT = """\
language 1

calendar hours {{
  timezone "UTC"
  open     mon to fri 09:00 to 17:00
{calendar}
}}

event tick {{
  at     instant
  id     text
  change one of (created, done)
}}

event incident {{
  from instant
  to   instant
  id   text
}}

event ask {{
  at instant
}}

table lowest by id {{
  a    99%
  else 98%
}}

stream made   = {stream}
stream outage = incident where id = "x"

clock repair_clock of tick by id {{
  starts when change = created
  stops  when change = done
  runs   in hours
  limit  4h
}}

indicator uptime  = 1 - time(outage) / time(period)
indicator replies = share(change = done over tick)
indicator repair  = share(in_time over repair_clock)
indicator count   = count(made)

agreement example {{
  provider "Provider Ltd"
  customer "Customer Ltd"
  term     2026-01-01 to 2027-12-31
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
{agreement}

  objective uptime each month{head} {{
    {target}
    no data counts as met
{objective}
    credit {{
      a miss pays 10% of fees
{credit}
    }}
  }}

  objective replies each month {{
    target >= 90%
    no data counts as met
  }}

  objective repair each month {{
    target >= 90%
    no data counts as met
  }}

  objective count each month {{
    target >= 0
    no data counts as met
  }}

  earn back uptime {{
    for every credit
{earn_back}
    {stage}
    an excused month skips
    at term end forfeits
  }}
}}
"""


def listed() -> list[tuple[str, str]]:
    """Every clause of the list with the place it stands in."""
    section = REFERENCE.read_text(encoding="utf-8").partition(TITLE)[2]
    found = [(clauses, place) for clauses, place in ROW.findall(section)]
    return [(clause, place) for clauses, place in found for clause in re.findall(r"`([^`]*)`", clauses)]


def written(clause: str, place: str) -> str:
    """An agreement with the clause in its place."""
    parts = dict.fromkeys(("calendar", "agreement", "head", "objective", "credit", "earn_back"), "")
    parts |= {"stream": "tick", "target": "target >= 99.9%"}
    parts["stage"] = (
        "after 3 consecutive months at target returns 100% of the credit paid\n    a miss forfeits"
    )
    match place, (clause.split() or [""])[0]:
        case "stream", first:
            parts["stream"] = f"{'incident' if first == 'with' else 'tick'} {clause}"
        case "objective", "looking":
            parts["head"] = f" {clause}"
        case "objective", "target":
            parts["target"] = clause
        case "earn back", "after":
            parts["stage"] = clause if "mean" in clause else f"{clause}\n    a miss forfeits"
        case _:
            parts[place.replace(" ", "_")] = clause
    return AGREEMENT.format(**parts)


@pytest.mark.parametrize(("clause", "place"), listed())
def test_clause_is_refused(clause: str, place: str, tmp_path: Path) -> None:
    """The clause parses and checks, and the compiler names it."""
    (tmp_path / "example.sla").write_text(written(clause, place), encoding="utf-8")
    checked = check_files([tmp_path / "example.sla"], tmp_path)
    assert not checked.failed, messages(checked.diagnostics)
    refused = compile_plan("example", tmp_path).diagnostics
    assert any(each.kind.code == "SLA480" for each in refused), messages(refused)


def test_without_any_of_them_it_compiles(tmp_path: Path) -> None:
    """The agreement around the clauses is sound."""
    (tmp_path / "example.sla").write_text(written("", "agreement").replace("\n\n\n", "\n\n"))
    compiled = compile_plan("example", tmp_path)
    assert not compiled.failed, messages(compiled.diagnostics)
    assert listed()


def messages(diagnostics: tuple[Diagnostic, ...]) -> str:
    """What was found, for reading."""
    return "\n".join(f"{each.kind.code} {each.message}" for each in diagnostics)
