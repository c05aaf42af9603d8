"""``field = value`` in scopes and tests: a value the field can have."""

from __future__ import annotations

from slalang.diagnostics import Fix, Label
from slalang.model.findings import Findings
from slalang.model.meanings import literal_type
from slalang.model.mismatches import WRONG_TYPE, require
from slalang.model.rows import RowField
from slalang.model.suggestions import did_you_mean
from slalang.model.tables import UNKNOWN_CHOICE
from slalang.model.types import Choice, described
from slalang.syntax import nodes


def check_setting(setting: nodes.Setting, field: RowField, findings: Findings) -> None:
    """Reports a value the field cannot have."""
    value = setting.value
    if isinstance(field.type, Choice) and isinstance(value, nodes.Name | nodes.Text):
        _check_choice(value, field, field.type, findings)
    elif isinstance(value, nodes.Name):
        findings.report(
            WRONG_TYPE,
            f"`{field.name}` is {described(field.type)}, and a bare word is none",
            Label(value.span, "a bare word"),
            help=f'write it as a text: `"{value.text}"`',
            fix=Fix(value.span, f'"{value.text}"', safe=True),
        )
    else:
        require(field.type, value, literal_type(value), findings, f"`{field.name}`")


def _check_choice(
    value: nodes.Name | nodes.Text, field: RowField, choice: Choice, findings: Findings
) -> None:
    word = value.text if isinstance(value, nodes.Name) else value.value
    if word in choice.values:
        return
    findings.report(
        UNKNOWN_CHOICE,
        f"`{word}` is not a value of `{field.name}`",
        Label(value.span, "never matches"),
        *([Label(field.span, "its values")] if field.span else []),
        help=did_you_mean(word, choice.values, f"`{field.name}` can be"),
    )
