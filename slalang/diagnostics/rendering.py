"""Findings in any of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Literal, TypeAlias, cast, get_args

from slalang.diagnostics.diagnostic import Diagnostic

Format: TypeAlias = Literal["full", "concise", "json", "github", "gitlab", "sarif", "junit"]

FORMATS: tuple[Format, ...] = get_args(Format)
"""The names of the formats, the one for people first."""

FOR_PEOPLE: tuple[Format, ...] = ("full", "concise")
"""Formats that are read on a screen; the others are read by programs."""


def render(diagnostics: Iterable[Diagnostic], format: Format = "full", color: bool = False) -> str:
    """The findings in their one order, with a line end after the last line.

    The formats for people are empty where nothing was found. ``color`` concerns ``full`` alone.
    """
    if format == "full":
        from slalang.diagnostics.to_text import to_text

        return to_text(diagnostics, color)
    return _renderer(format)(diagnostics)


def _renderer(format: Format) -> Callable[[Iterable[Diagnostic]], str]:
    """The function of a format. Its module is imported only now: a clean check renders nothing."""
    module = import_module(f"slalang.diagnostics.to_{format}")
    return cast(Callable[[Iterable[Diagnostic]], str], getattr(module, f"to_{format}"))
