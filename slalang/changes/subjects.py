"""What a whole agreement says beside its terms, and what slots are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slalang.changes.sides import Version
from slalang.changes.slots import WHOLE, Slot
from slalang.comparison import Change, Direction, Item, Side
from slalang.compiler.clauses import one_line
from slalang.model.descent import every
from slalang.plan.plan import Plan
from slalang.syntax import nodes


def titled(slot: Slot) -> str:
    """What a slot is called."""
    if slot.field == WHOLE:
        return "objective" if slot.owner == "objective" else "earn-back"
    return _TITLES.get(slot.field, slot.field.replace("_", " "))


_TITLES = {
    "measured": "what is measured",
    "exclusions": "what is left out",
    "measured_while": "what is left out",
    "each": "period",
    "looking_back": "period",
    "keys": "for each",
    "narrow": "rows that count",
    "effective": "first day",
    "counted_when": "which period rows belong to",
    "no_data": "no data",
    "breach": "what a breach is",
    "report_only": "consequences",
    "caps": "caps",
    "stacking": "credits of several objectives",
    "terminations": "termination",
}


@dataclass(frozen=True)
class _Subject:
    """Something a plan says of the whole agreement."""

    clause: str
    node: type[nodes.Node] | None
    direction: Direction
    reason: str

    def said(self, plan: Plan) -> object:
        """What the plan says of it."""
        return {
            "term": (plan.term_start, plan.term_end),
            "time zone": plan.timezone,
            "rounding": (plan.currency, plan.rounding.mode, plan.rounding.quantum.rstrip("0")),
            "provider": plan.provider,
            "customer": plan.customer,
            "title": plan.title,
        }[self.clause]


_SUBJECTS = (
    _Subject("term", nodes.Term, "depends", "promises and fees both hold for another time"),
    _Subject("time zone", nodes.Timezone, "depends", "periods begin and end at other instants"),
    _Subject("rounding", nodes.Round, "depends", "amounts become lines in another way"),
    _Subject(
        "provider", nodes.Provider, "neutral", "a name; whether it is another party is not for a program"
    ),
    _Subject(
        "customer", nodes.Customer, "neutral", "a name; whether it is another party is not for a program"
    ),
    _Subject("title", None, "neutral", "a title is for readers"),
)


def of_plans(old: Version, new: Version) -> Iterator[Change]:
    """The changes of what is said of the whole agreement."""
    for subject in _SUBJECTS:
        if subject.said(old.plan) != subject.said(new.plan):
            sides = [_side(each, subject) for each in (old, new)]
            yield Change(
                about=(),
                clause=subject.clause,
                happening="changed",
                since=None,
                until=None,
                items=(Item(sides[0], sides[1]),),
                direction=subject.direction,
                reason=subject.reason,
            )


def of_services(old: Version, new: Version) -> Iterator[Change]:
    """What services under the promises need, or who backs them: nothing is measured or paid by it."""
    before, after = _services(old), _services(new)
    for name in {**before, **after}:
        one, other = before.get(name), after.get(name)
        if (one and one.text) != (other and other.text) and name in before.keys() & after.keys():
            yield Change(
                about=(name,),
                clause="service",
                happening="changed",
                since=None,
                until=None,
                items=(Item(one, other),),
                direction="neutral",
                reason="what a service rests on decides which promises can be kept, and no money",
            )


def _services(version: Version) -> dict[str, Side]:
    """The services that objectives are promised for, and all that these need, as they are declared."""
    waiting = [one.service for terms in version.agreement.versions for one in terms.objectives if one.service]
    found: dict[str, Side] = {}
    while waiting:
        one = waiting.pop()
        basis = one.node.basis if isinstance(one.node, nodes.Service) else None
        if one.name in found:
            continue
        scope = version.project.scope_of(one)
        text = one_line(basis.span, scope.file) if basis else "needs nothing"
        found[one.name] = Side(
            f"service {one.name} {text}", f"{one.path}:{one.span.line}", f"service {one.name}"
        )
        needed = (scope.lookup(each.text) for each in every(nodes.Name, basis))
        waiting += [each for each in needed if each and each.kind == "service"]
    return found


def _side(version: Version, subject: _Subject) -> Side | None:
    """The clause as it stands in the contract; of the term, the one in force at last."""
    span, scope, through = version.agreement.node.span, version.agreement.scope, "agreement"
    if subject.node is not None:
        sourced = version.agreement.versions[-1].clauses.only(subject.node)
        if sourced is None:
            return None
        span, scope, through = sourced.node.span, sourced.scope, sourced.through
    return Side(one_line(span, scope.file), f"{scope.path}:{span.line}", through)
