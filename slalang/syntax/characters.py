"""Characters that cannot be seen and have no place in a contract: controls and marks that reorder text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from slalang.diagnostics import Diagnostic, Fix, Kind, Label
from slalang.source import SourceFile, Span

HIDDEN_CHARACTER = Kind("SLA005", "hidden-character")

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]"
    "|(?<!\\A)\ufeff"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def hidden_characters(file: SourceFile) -> Iterator[Diagnostic]:
    """A finding for each, wherever it stands: in comments and texts it would mislead as well."""
    for match in _HIDDEN.finditer(file.text):
        span = Span(file, match.start(), match.end())
        effect = "changes the order in which text is shown" if match[0] in _BIDI else "cannot be seen"
        message = f"the character U+{ord(match[0]):04X} {effect}"
        yield Diagnostic(
            HIDDEN_CHARACTER, message, Label(span), help="remove it", fix=Fix(span, "", safe=True)
        )
