"""Contracts as text, compiled; and plans in a form that people can review."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any

from jsonschema import Draft202012Validator

from slalang.compiler import compile_agreement
from slalang.diagnostics import Outcome
from slalang.model import Project, resolve
from slalang.plan.canonical import schema_of, to_json
from slalang.plan.plan import Plan
from slalang.source import SourceFile
from slalang.syntax import parse

DAYS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260106
END:VEVENT
END:VCALENDAR
"""
"""A calendar file that stands beside every contract, as ``works.ics``."""


def project_of(files: Mapping[str, str]) -> Project:
    """The project the texts make; they must be sound."""
    parsed = {path: parse(SourceFile(path, text)) for path, text in files.items()}
    assert [found for each in parsed.values() for found in each.diagnostics] == []
    days = {"works.ics": SourceFile("works.ics", DAYS)}
    resolved = resolve({path: each.value for path, each in parsed.items()}, calendar_files=days)
    assert [found for found in resolved.diagnostics if resolved.failed] == []
    return resolved.value


def compiled(files: str | Mapping[str, str], name: str = "acme") -> Outcome[Plan | None]:
    """The outcome for one agreement; a plan always satisfies its published schema."""
    return _compiled(tuple(({"acme.sla": files} if isinstance(files, str) else files).items()), name)


@cache
def _compiled(files: tuple[tuple[str, str], ...], name: str) -> Outcome[Plan | None]:
    project = project_of(dict(files))
    agreement = project.agreement(name)
    assert agreement is not None
    outcome = compile_agreement(project, agreement)
    if outcome.value is not None:
        validator().validate(to_json(outcome.value))
    return outcome


def plan_of(files: str | Mapping[str, str], name: str = "acme") -> Plan:
    """The plan of an agreement that has one."""
    outcome = compiled(files, name)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


@cache
def validator() -> Draft202012Validator:
    """Holds plans to their published schema."""
    schema = schema_of(Plan, "plan")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


# --- for reading -------------------------------------------------------------------------------


def compact(plan: Plan) -> str:
    """The plan without what is empty; periods and open time only by their ends and their number."""
    data = to_json(plan)
    data["periods"] = {
        kind: _ends([period["label"] for period in group])
        for kind, group in groupby(data["periods"], key=lambda period: str(period["kind"]))
    }
    for calendar in data["calendars"]:
        calendar["open"] = _ends(calendar["open"])
    data["data_versions"] = [name for name, _ in data["data_versions"]]
    return json.dumps(_full(data), indent=1, ensure_ascii=False) + "\n"


def _ends(items: list[Any]) -> dict[str, Any]:
    return {"number": len(items), "first": items[0], "last": items[-1]}


def _full(data: Any) -> Any:
    if isinstance(data, dict):
        kept = {key: _full(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value not in (None, False, [], {})}
    return [_full(item) for item in data] if isinstance(data, list) else data


# --- a small contract with places for more -----------------------------------------------------

PLACES = {
    "declaration": "",
    "calendar": "",
    "field": "",
    "row": "",
    "stream": "",
    "clock": "",
    "indicator": "1 - time(down) / time(period)",
    "head": "each month",
    "objective": "",
    "credit": "a miss pays 10% of fees",
    "eligible": "for every credit",
    "earn back": "",
    "agreement": "",
    "provider": 'provider "Provider Ltd"',
    "customer": 'customer "Customer Ltd"',
    "term": "term 2026-01-01 to 2026-12-31",
    "timezone": 'timezone "Europe/Berlin"',
    "fees": "fees 1_000 EUR each month",
    "round": "round half up to 0.01 EUR",
    "starts": "starts when status = 500",
    "stops": "stops when status = 200",
}

_TEXT = """
language 1

calendar office {{
  timezone "Europe/Berlin"
  open mon to fri 09:00 to 17:00
  {calendar}
}}

event request {{
  at       instant
  customer text
  service  text
  kind     one of (read, write)
  status   integer
  user     text
  latency  duration in ms
  price    money
  up       boolean
  {field}
}}
event incident {{
  from     instant
  to       optional instant
  cause    text
  severity integer
  zone     text
  site     text
}}
event invoice {{
  at     instant
  amount money
}}

table limits by kind {{
  read 15m
  {row}
  else 4h
}}

stream down    = incident {stream}
stream planned = incident where cause = "planned"
stream ticks   = request every 1m

clock repair of request by user {{
  {starts}
  {stops}
  limit limits
  {clock}
}}

indicator uptime  = {indicator}
indicator on_time = share(in_time over repair)
indicator traffic = count(request)
{declaration}

agreement acme "Acme" {{
  {provider}
  {customer}
  {term}
  {timezone}
  {fees}
  {round}
  {agreement}
  objective uptime {head} {{
    target >= 99%
    minimum >= 95%
    {objective}
    credit {{
      {credit}
    }}
  }}
  objective on_time each month {{
    target >= 95%
    report only
  }}
  earn back uptime {{
    {eligible}
    after 3 consecutive months at target returns 100% of the credit paid
    a miss forfeits
    an excused month skips
    at term end forfeits
    {earn back}
  }}
}}
"""


def contract(**places: str) -> str:
    """The small contract with these texts at their places (``_`` stands for a space)."""
    return _TEXT.format_map(PLACES | {name.replace("_", " "): text for name, text in places.items()})
