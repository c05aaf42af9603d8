"""What promises rest on, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from slalang.graph.ceilings import Ceiling
from slalang.graph.measure import IN_WORDS
from slalang.graph.parts import line_of
from slalang.graph.supports import Support
from slalang.graph.to_json import json_text, place
from slalang.model.constants import written
from slalang.model.contract import Project
from slalang.quantities import format_percent
from slalang.quantities.ratio import format_ratio
from slalang.rules.back_to_back import BackToBack, back_to_back
from slalang.syntax import nodes

_VERDICTS = {
    "within": "can be kept, whatever fails together",
    "above guaranteed": "can be kept if they fail independently, and is not sure to be",
    "above independent": "cannot be kept: it is above both",
    "nothing underneath": "rests on nothing that is promised",
    "not compared": "is not compared with what is promised underneath",
    "too much shared": "rests on too much that is shared to be reckoned",
}
_REASONS = {
    "nothing promised": "nothing promised",
    "another subject": "something else is promised",
    "another measure": "measured otherwise",
    "other hours": "measured in other hours",
    "other periods": "judged in other periods",
}


def ceilings_text(ceilings: Sequence[Ceiling], project: Project) -> str:
    """Each promise with what it rests on, how far that carries, and both credits if a supplier fails."""
    if not ceilings:
        return "no promise is for a service that needs another or is backed by a supplier\n"
    return "\n".join("".join(f"{line}\n" for line in _lines(each, project)) for each in ceilings)


def _lines(ceiling: Ceiling, project: Project) -> Iterator[str]:
    standing = ceiling.standing
    promise, service = standing.promise, standing.service
    share = "" if promise.share is None else f" {_promised(ceiling)}"
    since = f", from {promise.first} on" if promise.first and standing.version.amendment else ""
    at = promise.objective.target.node.span if promise.objective.target else service.span
    yield f"{promise.said} of {service.name} promises{share}{since}  ({line_of(at)})"
    yield f"  {_VERDICTS[ceiling.verdict]}"
    if ceiling.independent is not None:
        yield f"  independent  {format_percent(ceiling.independent, 6)}"
    if ceiling.guaranteed is not None:
        yield f"  guaranteed   {format_percent(ceiling.guaranteed, 6)}"
    basis = service.node.basis if isinstance(service.node, nodes.Service) else None
    if basis is not None:
        yield f"  {' '.join(basis.span.text.split())}  ({line_of(basis.span)})"
    width = max((len(support.service.name) for support in standing.supports), default=0)
    for support in standing.supports:
        yield f"    {support.service.name:<{width}}  {_support(support)}"
    for each in back_to_back(standing, project):
        yield from _back_to_back(each)


def _promised(ceiling: Ceiling) -> str:
    promise = ceiling.standing.promise
    share = promise.share or Fraction(0)
    return f"{'more than ' if promise.is_strict else ''}{written(share, 'ratio')}"


def _support(support: Support) -> str:
    promise = support.promise
    if promise is None:
        return "nothing promised: taken never to fail"
    target = promise.objective.target
    at = f"  ({line_of(target.node.span)})" if target else ""
    if support.figure is None:
        why = _REASONS[support.reason or "nothing promised"]
        how = f", {IN_WORDS[promise.measure.kind]}" if support.reason == "another measure" else ""
        return f"{promise.said}, not compared: {why}{how}{at}"
    return f"{promise.said} at {format_percent(support.figure)}{at}"


def _back_to_back(each: BackToBack) -> Iterator[str]:
    yield f"  if {each.support.service.name} fails, and {each.standing.service.name} with it"
    if each.exchanges is None:
        yield "    one of the credits depends on more than how much was good"
        return
    rows = [("good", "we owe", f"{each.theirs.promise.owner.name} owes us")]
    rows += [
        (
            exchange.words,
            each.ours.shown(exchange.ours),
            each.theirs.shown(exchange.theirs),
        )
        for exchange in each.exchanges
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for first, *amounts in rows:
        aligned = [text.rjust(width) for text, width in zip(amounts, widths[1:], strict=True)]
        yield "    " + "  ".join((first.ljust(widths[0]), *aligned))


# --- for programs ------------------------------------------------------------------------------


def ceilings_json(ceilings: Sequence[Ceiling], project: Project) -> str:
    """The same, with every figure as an exact fraction."""
    return json_text({"ceilings": [_ceiling(each, project) for each in ceilings]})


def _ceiling(ceiling: Ceiling, project: Project) -> dict[str, Any]:
    standing = ceiling.standing
    promise = standing.promise
    target = promise.objective.target
    return {
        "owner": promise.owner.name,
        "objective": promise.objective.name,
        "service": standing.service.name,
        "place": place(target.node.span if target else standing.service.span),
        "from": promise.first.isoformat() if promise.first else None,
        "promised": _exact(promise.share),
        "independent": _exact(ceiling.independent),
        "guaranteed": _exact(ceiling.guaranteed),
        "verdict": ceiling.verdict,
        "rests_on": [_resting(support) for support in standing.supports],
        "back_to_back": [_exchanged(each) for each in back_to_back(standing, project)],
    }


def _resting(support: Support) -> dict[str, Any]:
    promise = support.promise
    return {
        "service": support.service.name,
        "promise": promise.said if promise else None,
        "figure": _exact(support.figure),
        "not_compared": support.reason,
    }


def _exchanged(each: BackToBack) -> dict[str, Any]:
    exchanges = None
    if each.exchanges is not None:
        exchanges = [
            {
                "share": _exact(one.share),
                "reached": one.reached,
                "we_owe": each.ours.shown(one.ours),
                "supplier_owes": each.theirs.shown(one.theirs),
            }
            for one in each.exchanges
        ]
    return {"service": each.support.service.name, "supplier": each.theirs.promise.owner.name,
            "exchanges": exchanges}  # fmt: skip


def _exact(share: Fraction | None) -> str | None:
    return None if share is None else format_ratio(share)
