"""Calling a verb in a folder, as a shell would."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from slalang.cli import sla

CONTRACT = """language 1

event request {
  at     instant
  status integer
}

indicator errors = share(status >= 500 over request)
indicator unwanted  = share(status >= 600 over request)

agreement acme "Acme" {
  provider "Acme Ltd"
  customer "Customer Inc"
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
  objective errors each month {
    target  <= 1%
    minimum <= 2%
    no data counts as met
    credit {
      above 1% pays 10% of fees
    }
  }
}
"""
"""A contract with two findings: `unwanted` is not used (SLA701), and nothing uses the minimum (SLA209)."""


class Done(NamedTuple):
    """How a call ended and what it printed."""

    code: int
    out: str
    err: str


def call(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Done:
    """Calls ``sla`` in a folder."""
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(sla, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)
