"""Whether a value that a file ends with is sure to be whole.

A file that was cut off in its last line may end with the front part of a value, `50` of `503`.
"""

from __future__ import annotations

import re

from slalang.plan.streams import EventField

_WITH_ZONE = re.compile(r"T.*(Z|[+-][0-9]{2}:[0-9]{2})")
_WITH_CURRENCY = re.compile(r".* [A-Z]{3}")


def may_go_on(text: str, field: EventField) -> bool:
    """Whether a longer text that begins like this one could be a value of the field as well."""
    match field.type:
        case "boolean":
            return not text
        case "choice":
            return any(choice != text and choice.startswith(text) for choice in field.choices)
        case "instant":
            return field.format is not None or not _WITH_ZONE.search(text)
        case "money":
            return not _WITH_CURRENCY.fullmatch(text)
        case _:
            return True
