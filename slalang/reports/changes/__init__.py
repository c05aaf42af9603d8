"""What changed between two versions of agreements, for people and for programs."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from slalang.comparison import Comparison
from slalang.reports.changes.to_html import to_html
from slalang.reports.changes.to_json import to_json
from slalang.reports.changes.to_markdown import to_markdown
from slalang.reports.changes.to_text import to_text

ComparisonFormat: TypeAlias = Literal["text", "markdown", "json", "html"]
COMPARISON_FORMATS: tuple[ComparisonFormat, ...] = get_args(ComparisonFormat)

_EMITTERS = {"text": to_text, "markdown": to_markdown, "json": to_json, "html": to_html}


def render_comparison(comparison: Comparison, format: ComparisonFormat) -> str:
    """The comparison in a format. What could not be compared is said in each of them."""
    return _EMITTERS[format](comparison)
