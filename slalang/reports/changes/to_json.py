"""A comparison as JSON, in the form that ``sla schema diff`` publishes."""

from __future__ import annotations

import json

from slalang.comparison import Comparison
from slalang.plan.canonical import to_json as json_form


def to_json(comparison: Comparison) -> str:
    """Indented, fields in the order of the schema."""
    return json.dumps(json_form(comparison), indent=2, ensure_ascii=True) + "\n"
