"""Findings in any of the formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias, get_args

from slalang.diagnostics.diagnostic import Diagnostic
from slalang.diagnostics.to_concise import to_concise
from slalang.diagnostics.to_github import to_github
from slalang.diagnostics.to_gitlab import to_gitlab
from slalang.diagnostics.to_json import to_json
from slalang.diagnostics.to_junit import to_junit
from slalang.diagnostics.to_sarif import to_sarif
from slalang.diagnostics.to_text import to_text

Format: TypeAlias = Literal["full", "concise", "json", "github", "gitlab", "sarif", "junit"]

FORMATS: tuple[Format, ...] = get_args(Format)
"""The names of the formats, the one for people first."""

_RENDERERS: dict[Format, Callable[[Iterable[Diagnostic]], str]] = {
    "full": to_text,
    "concise": to_concise,
    "json": to_json,
    "github": to_github,
    "gitlab": to_gitlab,
    "sarif": to_sarif,
    "junit": to_junit,
}


def render(diagnostics: Iterable[Diagnostic], format: Format = "full", color: bool = False) -> str:
    """The findings in their one order, with a line end after the last line.

    The formats for people are empty where nothing was found. ``color`` concerns ``full`` alone.
    """
    return to_text(diagnostics, color) if format == "full" else _RENDERERS[format](diagnostics)
