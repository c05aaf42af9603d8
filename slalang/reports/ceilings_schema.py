"""The JSON Schema (draft 2020-12) of what promises rest on."""

from __future__ import annotations

from typing import get_args

from slalang.graph.ceilings import Verdict
from slalang.graph.schemas import PLACE, TEXT, Schema, document, fields, rows
from slalang.graph.supports import Reason
from slalang.graph.to_json import FORMAT_VERSION


def ceilings_schema() -> Schema:
    """Of each promise, its figures as exact fractions, what it rests on, and both credits if that fails."""
    return document("ceilings", FORMAT_VERSION, {"ceilings": rows(_ceiling())})


def _ceiling() -> Schema:
    share = {"type": ["string", "null"], "pattern": "^-?[0-9]+(/[0-9]+)?$"}
    optional = {"type": ["string", "null"]}
    resting = fields(
        {
            "service": TEXT,
            "promise": optional,
            "figure": share,
            "not_compared": {"enum": [*get_args(Reason), None]},
        }
    )
    exchange = fields({"share": share, "reached": {"type": "boolean"}, "we_owe": TEXT, "supplier_owes": TEXT})
    exchanged = fields(
        {
            "service": TEXT,
            "supplier": TEXT,
            "exchanges": {"anyOf": [rows(exchange), {"type": "null"}]},
        }
    )
    return fields(
        {
            "owner": TEXT,
            "objective": TEXT,
            "service": TEXT,
            "place": PLACE,
            "from": {"type": ["string", "null"], "format": "date"},
            "promised": share,
            "independent": share,
            "guaranteed": share,
            "verdict": {"enum": list(get_args(Verdict))},
            "rests_on": rows(resting),
            "back_to_back": rows(exchanged),
        }
    )
