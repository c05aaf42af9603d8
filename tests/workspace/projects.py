"""A project of many small files, which import one another, and other texts for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

EVENTS, TIERS, AGREEMENTS = 2, 3, 13

_EVENTS = """language 1

event request{i} {{
  at     instant
  status integer
}}

indicator errors{i} = share(status >= {threshold} over request{i})
"""
_TIER = """language 1

import errors{e} from "events{e}.sla"

tier basic{i} {{
  objective errors{e} each month {{
    target <= {target}
    {more}
    credit {{
      above {target} pays 10% of fees
      above 5% pays {second} of fees
    }}
  }}
}}
"""
_AGREEMENT = """language 1

import basic{t} from "{folder}tier{t}.sla"

{more}agreement acme{i} {{
  provider "Acme"
  customer "Customer {i}"
  term     2026-01-01 to 2026-12-31
  timezone "UTC"
  fees     1_000 EUR each month
  round    half up to 0.01 EUR
  tier     basic{t}
{clause}}}
"""


def variants(name: str) -> tuple[str | None, ...]:
    """What may be written in a file: first what is right, last that it is not there."""
    i = int("".join(filter(str.isdigit, name)))
    if name.startswith("shared/events"):
        right = _EVENTS.format(i=i, threshold=500)
        return (
            right,
            _EVENTS.format(i=i, threshold=600),
            right.replace("status integer", "status text"),
            right.replace("indicator", "indicatr"),
            right + f'import basic{EVENTS} from "tier{EVENTS}.sla"\n',
            None,
        )
    if name.startswith("shared/tier"):
        return (
            _tier(i),
            _tier(i, second="5%"),
            _tier(i, more="minimum <= 2%"),
            _tier(i, target="1 EUR"),
            _tier(i).replace("tier basic", "tier other"),
            None,
        )
    return (
        _agreement(i),
        _agreement(i, t=EVENTS + (i + 1) % TIERS),
        _agreement(i, clause="  scope    region = x\n"),
        _agreement(i, folder="nowhere/"),
        _agreement(i, more="service idle\n\n"),
        _agreement(i, more="service idle # sla: ignore[unused-declaration] because it comes next year\n\n"),
        None,
    )


def _tier(i: int, target: str = "1%", second: str = "25%", more: str = "no data counts as met") -> str:
    return _TIER.format(i=i, e=i % EVENTS, target=target, second=second, more=more)


def _agreement(
    i: int, t: int | None = None, clause: str = "", folder: str = "../shared/", more: str = ""
) -> str:
    tier = EVENTS + i % TIERS if t is None else t
    return _AGREEMENT.format(i=i, t=tier, clause=clause, folder=folder, more=more)


NAMES = (
    *(f"shared/events{i}.sla" for i in range(EVENTS)),
    *(f"shared/tier{i}.sla" for i in range(EVENTS, EVENTS + TIERS)),
    *(f"agreements/acme{i:02}.sla" for i in range(AGREEMENTS)),
)


def write(texts: Mapping[str, str | None], folder: Path) -> None:
    """Writes the files, and takes away those that are not to be there."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")


def write_project(folder: Path) -> None:
    """Writes the whole project as it is right."""
    (folder / "sla.toml").write_text("", encoding="utf-8")
    write({name: variants(name)[0] for name in NAMES}, folder)
