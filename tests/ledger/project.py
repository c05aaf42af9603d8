"""A small agreement with a log, settled into a ledger."""

from __future__ import annotations

from pathlib import Path

CONTRACT = """language 1

event probe {
  at instant
  up boolean
}

indicator available = share(up over probe)

agreement shop "Shop" {
  provider "Acme Ltd"
  customer "Shop GmbH"
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR

  objective available each month {
    target >= 90%
    no data counts as met
    credit {
      below 90% pays 10% of fees
      below 50% pays 30% of fees
    }
  }
  cap credits of each contract year at 500 EUR

  earn back available {
    for every credit
    after 2 consecutive months at target returns 100% of the credit paid
    a miss forfeits
    an excused month skips
    at term end forfeits
  }
}
"""

HEADER = "at,up\n"
UP = {month: f"2026-{month:02}-10T00:00:00Z,true\n" for month in range(1, 13)}
DOWN = {month: f"2026-{month:02}-11T00:00:00Z,false\n" for month in range(1, 13)}


def write(folder: Path, *rows: str) -> None:
    """The agreement, and a log with these rows."""
    (folder / "shop.sla").write_text(CONTRACT, "utf-8")
    (folder / "probes.csv").write_text(HEADER + "".join(rows), "utf-8")


def arguments(month: int) -> tuple[str, ...]:
    """Settling a month into ``shop.ledger``."""
    return ("settle", "shop", "--events", "probe=probes.csv", "--period", f"2026-{month:02}",
            "--ledger", "shop.ledger")  # fmt: skip
