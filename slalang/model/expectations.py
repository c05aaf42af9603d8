"""Tests: what they give and expect must exist in their agreement and be in its units."""

from __future__ import annotations

from slalang.diagnostics import Kind, Label
from slalang.model.contract import Objective, Scope, TestCase
from slalang.model.counts import check_counts
from slalang.model.drafts import UNKNOWN_OBJECTIVE
from slalang.model.meanings import literal_type
from slalang.model.mismatches import MIXED_CURRENCIES, require, source_text
from slalang.model.names import bind
from slalang.model.row_expressions import UNKNOWN_FIELD, rows_in_words
from slalang.model.row_types import WRONG_ROWS
from slalang.model.rows import RowSource
from slalang.model.settings import check_setting
from slalang.model.suggestions import did_you_mean, listed
from slalang.model.terms import WRONG_PERIOD
from slalang.model.types import money
from slalang.model.typing import Typing
from slalang.model.zones import check_local_time
from slalang.syntax import nodes

SELECTED_OTHERWISE = Kind("SLA137", "selection-without-key")


def check_test(case: TestCase, typing: Typing) -> None:
    """Reports what in a test does not fit its agreement."""
    for clause in case.node.clauses:
        match clause:
            case nodes.GivenRow():
                _check_row(clause, case, typing)
            case nodes.GivenValue(subject=subject) if subject.text == "fees":
                _check_money(clause.value, case, typing, "`fees`")
            case nodes.GivenValue() | nodes.ExpectValue():
                _check_value(clause, case, typing)
            case nodes.ExpectOutcome(objective=name):
                objective = _objective(name, case, typing)
                if objective:
                    _check_place(objective, clause.selection, clause.period, typing)
            case nodes.ExpectAmount(objective=named):
                _check_money(clause.amount, case, typing, f"`{clause.what}`")
                objective = _objective(named, case, typing) if named else None
                if objective:
                    _check_selection(objective, clause.selection, typing)


def _check_value(clause: nodes.GivenValue | nodes.ExpectValue, case: TestCase, typing: Typing) -> None:
    objective = _objective(clause.subject, case, typing)
    if objective is None:
        return
    _check_place(objective, clause.selection, clause.period, typing)
    measured = typing.indicator(objective.indicator)
    found = literal_type(clause.value)
    require(measured, clause.value, found, typing.findings, f"`{objective.name}`")
    rounding = clause.rounding if isinstance(clause, nodes.ExpectValue) else None
    if rounding:
        found = literal_type(rounding.quantum)
        require(measured, rounding.quantum, found, typing.findings, "`rounded to`")
        check_counts(rounding, typing.findings)


def _check_money(value: nodes.LiteralValue, case: TestCase, typing: Typing, what: str) -> None:
    fits = require(money(), value, literal_type(value), typing.findings, what)
    own = case.agreement.currency
    if fits and own and isinstance(value, nodes.Money) and value.currency != own:
        typing.findings.report(
            MIXED_CURRENCIES,
            f"`{source_text(value)}` is in {value.currency}, "
            f"and agreement `{case.agreement.name}` is in {own}",
            Label(value.span, f"in {value.currency}"),
            help=f"write this amount in {own}",
        )


# --- objectives --------------------------------------------------------------------------------


def _objective(name: nodes.Name, case: TestCase, typing: Typing) -> Objective | None:
    """The objective, of whichever version has it."""
    for version in case.agreement.versions:
        found = version.objective(name.text)
        if found:
            return found
    known = {each.name for version in case.agreement.versions for each in version.objectives}
    if typing.findings.is_complete(case.scope.path, case.agreement.scope.path):
        typing.findings.report(
            UNKNOWN_OBJECTIVE,
            f"agreement `{case.agreement.name}` has no objective `{name.text}`",
            Label(name.span, "no such objective"),
            help=did_you_mean(name.text, known, "its objectives are"),
        )
    return None


def _check_place(
    objective: Objective, selection: tuple[nodes.Setting, ...], period: nodes.NamedPeriod, typing: Typing
) -> None:
    _check_selection(objective, selection, typing)
    each = objective.each.kind
    if period.kind != ("year" if each == "contract year" else each):
        typing.findings.report(
            WRONG_PERIOD,
            f"`{period.label}` is a {period.kind}, and `{objective.name}` is judged each {each}",
            Label(period.span, f"a {period.kind}"),
            Label(objective.each.span, f"each {each}"),
            help=f"name a {each}, such as `{_LABELS[each]}`",
        )


_LABELS = {
    "day": "2026-03-10",
    "week": "2026-W10",
    "month": "2026-03",
    "quarter": "2026-Q1",
    "year": "2026",
    "contract year": "2026",
}


def _check_selection(objective: Objective, selection: tuple[nodes.Setting, ...], typing: Typing) -> None:
    keys = [key.text for key in objective.for_each]
    for setting in selection:
        if setting.field.text not in keys:
            typing.findings.report(
                SELECTED_OTHERWISE,
                f"`{objective.name}` is not promised for each `{setting.field.text}`",
                Label(setting.field.span, "not a key of the objective"),
                Label(objective.head.node.name.span, f"for each {listed(keys)}" if keys else "one outcome"),
                help=f"its keys are {listed(keys)}" if keys else "take `for …` out",
            )


# --- rows --------------------------------------------------------------------------------------


def _check_row(given: nodes.GivenRow, case: TestCase, typing: Typing) -> None:
    _check_moments(given, case, typing)
    scope = _scope_with(given.rows, case)
    declaration = bind(given.rows, scope, typing.findings, "event", "stream")
    rows = typing.rows(declaration) if declaration else None
    if rows is None or not rows.known:
        return
    _check_shape(given, rows, typing)
    for setting in given.values:
        field = rows.fields.get(setting.field.text)
        if field:
            check_setting(setting, field, typing.findings)
        elif not _is_field_of(setting.field.text, rows, typing):
            typing.findings.report(
                UNKNOWN_FIELD,
                f"there is no field `{setting.field.text}` in {rows_in_words(rows)}",
                Label(setting.field.span, "no such field"),
                help=did_you_mean(setting.field.text, rows.fields, "the fields are"),
            )


def _is_field_of(name: str, rows: RowSource, typing: Typing) -> bool:
    """Whether an event behind the rows has the field: a row given for a stream may say it too."""
    return any(name in typing.rows(event).fields for event in rows.events)


def _scope_with(name: nodes.Name, case: TestCase) -> Scope:
    """The file that knows the name: the test's own, else that of its agreement."""
    return case.scope if case.scope.lookup(name.text) else case.agreement.scope


def _check_shape(given: nodes.GivenRow, rows: RowSource, typing: Typing) -> None:
    if rows.has_length and given.at:
        what, advice = "lengths of time", f"`given {given.rows.text} from … to …`"
    elif rows.shape == "points" and given.start:
        what, advice = "moments", f"`given {given.rows.text} at …`"
    else:
        return
    typing.findings.report(
        WRONG_ROWS,
        f"the rows of `{given.rows.text}` are {what}",
        Label((given.at or given.start or given).span, f"not one of {what}"),
        help=f"write {advice}",
    )


def _check_moments(given: nodes.GivenRow, case: TestCase, typing: Typing) -> None:
    zone = case.agreement.versions[0].clauses.only(nodes.Timezone)
    moments = [given.at, given.start, given.end, *(setting.value for setting in given.values)]
    for moment in moments:
        if zone and isinstance(moment, nodes.DateTime):
            check_local_time(moment, zone.node.zone.value, typing.findings)
