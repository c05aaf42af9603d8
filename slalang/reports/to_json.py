"""A statement, or a status, as JSON: the published form, with fractions and decimals as strings."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from slalang.plan.canonical import to_json as json_form
from slalang.statement import Statement
from slalang.status import Status

_HIDDEN = re.compile("[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


def to_json(statement: Statement | Status) -> str:
    """Indented, fields in the order of the schema; hidden characters as escapes of JSON."""
    return written(json_form(statement))


def several_to_json(statements: Sequence[Statement] | Sequence[Status]) -> str:
    """A list of statements, each in the published form."""
    return written([json_form(statement) for statement in statements])


def written(form: object) -> str:
    """A form of JSON as text, indented."""
    """A form of JSON as text, indented."""
    text = json.dumps(form, indent=2, ensure_ascii=False)
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"
