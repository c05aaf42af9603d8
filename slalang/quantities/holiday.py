"""Public holidays by country and subdivision, from the ``holidays`` package.

A code is that of a country (``DE``) or of one of its subdivisions (``DE-BE``), by ISO 3166.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Literal

from slalang.values import Frozen, value


@value
class HolidayFault(Frozen):
    """Why the holidays of a code are not known.

    ``known`` lists the codes there are instead. ``years`` are the first and the last year with data,
    where the code is known but these years are not.
    """

    code: str
    reason: Literal["unknown country", "unknown subdivision", "unknown years"]
    known: tuple[str, ...] = ()
    years: tuple[int, int] | None = None


CODES = Path(__file__).with_name("holiday_codes.txt")
"""The codes the package knew when this was released: importing it takes longer than a check may take."""


def is_holiday_code(code: str) -> bool:
    """Whether the code is one of ``CODES``. One that is not may be known to a later package."""
    return code in CODES.read_text(encoding="utf-8").splitlines()


def holiday_fault(code: str, first: date, last: date) -> HolidayFault | None:
    """Why the holidays of a code from the first to the last day are not known, ``None`` if they are."""
    from holidays import country_holidays, list_supported_countries

    country, _, subdivision = code.partition("-")
    regions = list_supported_countries(include_aliases=False)
    if country not in regions:
        return HolidayFault(code, "unknown country", tuple(sorted(regions)))
    if (subdivision or "-" in code) and subdivision not in regions[country]:
        known = tuple(f"{country}-{region}" for region in regions[country])
        return HolidayFault(code, "unknown subdivision", known)
    data = country_holidays(country, subdiv=subdivision or None)
    if first.year < data.start_year or data.end_year < last.year:
        return HolidayFault(code, "unknown years", years=(data.start_year, data.end_year))
    return None


def holiday_dates(codes: Iterable[str], first: date, last: date) -> tuple[date, ...]:
    """The public holidays of all the codes from the first to the last day, sorted.

    The codes and the years are known to ``holiday_fault``.
    """
    found = {day for code in codes for day in _country_dates(code, first.year, last.year)}
    return tuple(sorted(day for day in found if first <= day <= last))


def _country_dates(code: str, first_year: int, last_year: int) -> list[date]:
    from holidays import country_holidays

    country, _, subdivision = code.partition("-")
    return list(country_holidays(country, subdiv=subdivision or None, years=range(first_year, last_year + 1)))


def holiday_data_version() -> str:
    """The release of the holiday data."""
    return str(import_module("holidays").__version__)
