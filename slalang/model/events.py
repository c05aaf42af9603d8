"""Events: the fields their rows have, and what is wrong with how they are declared."""

from __future__ import annotations

from collections.abc import Sequence

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Declaration
from slalang.model.findings import Findings
from slalang.model.log_formats import compile_log_format
from slalang.model.mismatches import WRONG_TYPE
from slalang.model.rows import RowField, RowSource, Shape
from slalang.model.suggestions import did_you_mean, listed
from slalang.model.types import DURATION, INSTANT, NUMBER, TEXT, TRUTH, Choice, Type, described, money
from slalang.model.zones import check_zone
from slalang.quantities import DURATION_UNITS, UNIT_WORDS
from slalang.syntax import nodes

REPEATED_FIELD = Kind("SLA126", "repeated-field")
NO_TIME_FIELD = Kind("SLA117", "event-without-time")
WRONG_LOG_FORMAT = Kind("SLA139", "wrong-log-format")
UNKNOWN_UNIT = Kind("SLA122", "unknown-unit")
MISPLACED_FIELD_PART = Kind("SLA127", "misplaced-field-part")

_TYPES: dict[str, Type] = {
    "instant": INSTANT,
    "text": TEXT,
    "integer": NUMBER,
    "decimal": NUMBER,
    "boolean": TRUTH,
    "duration": DURATION,
    "money": money(),
}


def event_rows(declaration: Declaration, event: nodes.Event) -> RowSource:
    """What the rows of the event look like."""
    own = {field.name.text: _row_field(field) for field in reversed(event.fields)}
    names = [field.name.text for field in event.fields]
    shape: Shape = "intervals" if "from" in own and "at" not in own else "points"
    length = {"length": RowField("length", DURATION)} if shape == "intervals" else {}
    return RowSource(
        shape=shape,
        fields=length | {name: own[name] for name in dict.fromkeys(names)},
        keys=tuple(field.name.text for field in event.fields if field.key),
        events=(declaration,),
    )


def _row_field(field: nodes.Field) -> RowField:
    return RowField(field.name.text, _type_of(field.type), field.optional, field.span)


def _type_of(written: nodes.FieldType | nodes.OneOf) -> Type:
    if isinstance(written, nodes.FieldType):
        return _TYPES[written.kind]
    return Choice(tuple(dict.fromkeys(map(choice_text, written.choices))))


def choice_text(choice: nodes.Name | nodes.Text) -> str:
    """The value a choice stands for in the log."""
    return choice.text if isinstance(choice, nodes.Name) else choice.value


# --- what is wrong with a declaration ----------------------------------------------------------


def check_event(event: nodes.Event, path: str, findings: Findings) -> None:
    """Reports what is wrong with the fields of an event."""
    first: dict[str, nodes.Field] = {}
    for field in event.fields:
        if first.setdefault(field.name.text, field) is not field:
            _report_repeated(field, first[field.name.text], findings)
        _check_field(field, findings)
    _check_times(event, first, path, findings)
    if event.format:
        _check_format(event.format, event.fields, findings)


def _check_format(written: nodes.Text, fields: Sequence[nodes.Field], findings: Findings) -> None:
    """Reports a format of lines that cannot be read, and fields that are not in it."""
    form = compile_log_format(written.value)
    if isinstance(form, str):
        message = f"the format of a line cannot be read: {form}"
        findings.report(WRONG_LOG_FORMAT, message, Label(written.span))
        return
    for field in fields:
        column = field.column.value if field.column else field.name.text
        if column not in form.columns:
            findings.report(
                WRONG_LOG_FORMAT,
                f"`{field.name.text}` is read from `{column}`, which is not in the format of a line",
                Label((field.column or field.name).span, "not in the format"),
                Label(written.span, "the format"),
                help=did_you_mean(column, form.columns, f"say which part: `{field.name.text} ... from`"),
            )


def _report_repeated(field: nodes.Field, first: nodes.Field, findings: Findings) -> None:
    findings.report(
        REPEATED_FIELD,
        f"the field `{field.name.text}` is declared twice",
        Label(field.name.span, "declared again"),
        Label(first.name.span, "declared first"),
        help='give one of them another name, and say which column it is: `name text from "column"`',
    )


def _check_times(event: nodes.Event, fields: dict[str, nodes.Field], path: str, findings: Findings) -> None:
    if {"from", "to"} <= fields.keys() and "at" not in fields:
        times = ["from", "to"]
    elif "at" in fields and not {"from", "to"} & fields.keys():
        times = ["at"]
    else:
        if findings.is_complete(path):
            _report_times(event, fields, findings)
        return
    for name in times:
        field = fields[name]
        found = _type_of(field.type)
        if found != INSTANT:
            findings.report(
                WRONG_TYPE,
                f"`{name}` must be an instant; here it is {described(found)}",
                Label(field.type.span, described(found)),
                help=f"write `{name} instant`",
            )
        elif field.optional and name != "to":
            findings.report(
                MISPLACED_FIELD_PART,
                f"`{name}` cannot be optional: a row without it has no place in time",
                Label(field.span, "optional"),
                help=f"write `{name} instant`; only `to` may be missing, for what is still going on",
            )


def _report_times(event: nodes.Event, fields: dict[str, nodes.Field], findings: Findings) -> None:
    has = [name for name in ("at", "from", "to") if name in fields]
    instants = [name for name, field in fields.items() if _type_of(field.type) == INSTANT and name not in has]
    renamed = f'; for example `at instant from "{instants[0]}"`' if instants and not has else ""
    findings.report(
        NO_TIME_FIELD,
        f"event `{event.name.text}` must say when it happened: "
        + (f"it has {listed(has)}" if has else "it has neither `at` nor `from` and `to`"),
        Label(event.name.span, "when?"),
        *(Label(fields[name].span) for name in has),
        help=f"give it `at instant`, or `from instant` and `to instant` for lengths of time{renamed}",
    )


def _check_field(field: nodes.Field, findings: Findings) -> None:
    kind = field.type.kind if isinstance(field.type, nodes.FieldType) else "choice"
    if field.unit and kind != "duration":
        _report_misplaced(field, field.unit, "a unit", "a duration", findings)
    elif field.unit and field.unit.text not in DURATION_UNITS:
        findings.report(
            UNKNOWN_UNIT,
            f"`{field.unit.text}` is not a unit of time",
            Label(field.unit.span, "unknown unit"),
            help=did_you_mean(_unit(field.unit.text), DURATION_UNITS, "the units are"),
        )
    for part, name in ((field.format, "a format"), (field.zone, "a zone")):
        if part and kind != "instant":
            _report_misplaced(field, part, name, "an instant", findings)
    if field.zone:
        check_zone(field.zone, findings)
    if isinstance(field.type, nodes.OneOf):
        _check_choices(field.type, findings)


def _unit(written: str) -> str:
    """The unit that a word such as `milliseconds` stands for, or the word itself."""
    return next((unit for unit, words in UNIT_WORDS.items() if written.casefold() in words), written)


def _report_misplaced(
    field: nodes.Field, part: nodes.Node, what: str, needed: str, findings: Findings
) -> None:
    found = described(_type_of(field.type))
    findings.report(
        MISPLACED_FIELD_PART,
        f"only {needed} has {what}; `{field.name.text}` is {found}",
        Label(part.span, what),
        Label(field.type.span, found),
        help=f"take it out, or declare `{field.name.text}` as {needed}",
    )


def _check_choices(choices: nodes.OneOf, findings: Findings) -> None:
    first: dict[str, nodes.Node] = {}
    for choice in choices.choices:
        known = first.setdefault(choice_text(choice), choice)
        if known is not choice:
            findings.report(
                REPEATED_FIELD,
                f"`{choice_text(choice)}` is listed twice",
                Label(choice.span, "listed again"),
                Label(known.span, "listed first"),
                help="take one of them out",
            )
