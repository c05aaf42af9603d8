"""Which changes are better for whom by what they say, whatever is measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from slalang.changes.content import content
from slalang.changes.slots import WHOLE, Slot
from slalang.comparison import Direction
from slalang.plan.terms import (
    AtRisk,
    Bound,
    Cap,
    Consecutive,
    EarnBack,
    Fixed,
    FixedFees,
    OfTheNext,
    Share,
    Stage,
    Termination,
)

CUSTOMER: Direction = "better for the customer"
PROVIDER: Direction = "better for the provider"


@dataclass(frozen=True)
class Verdict:
    """A direction that follows from what is written, and why."""

    direction: Direction
    reason: str


def verdict_of(slot: Slot, old: Any, new: Any) -> Verdict | None:
    """What follows from the change of a slot; ``None`` where it has to be tried."""
    if slot.field == WHOLE and slot.owner == "objective":
        return _only_one(old, new, "what was not promised is promised now", "it is promised no more")
    if slot.owner == "earn back":
        return _earn_back(old, new)
    rule = _RULES.get(slot.field)
    return rule(old, new) if rule else None


def is_known(slot: Slot) -> bool:
    """Whether trying decides about such a slot: those that nobody has thought of stay open."""
    return slot.owner == "earn back" or slot.field in (*_RULES, *_TRIED, WHOLE)


_TRIED = ("credit", "breach", "rounding", "low_volume", "no_data")


def _only_one(old: Any, new: Any, gained: str, lost: str) -> Verdict:
    return Verdict(PROVIDER, lost) if new is None else Verdict(CUSTOMER, gained)


def _better(is_for_customer: bool, reason: str) -> Verdict:
    return Verdict(CUSTOMER if is_for_customer else PROVIDER, reason)


# --- objectives --------------------------------------------------------------------------------


def _bound(old: Bound | None, new: Bound | None) -> Verdict | None:
    if old is None or new is None:
        return _only_one(old, new, "there was no such bound", "there is no such bound any more")
    for operators, sign in (((">=", ">"), 1), (("<=", "<"), -1)):
        if old.operator in operators and new.operator in operators:
            before, after = ((sign * one.threshold, operators.index(one.operator)) for one in (old, new))
            return _better(after > before, "it is stricter" if after > before else "it is looser")
    return None


def _report_only(old: bool, new: bool) -> Verdict:
    del old
    return _better(
        not new, "it is reported only: nothing follows from a miss" if new else "misses have consequences now"
    )


def _effective(old: int | None, new: int | None) -> Verdict:
    later = (new or 0) > (old or 0)
    return _better(not later, "the promise begins later" if later else "the promise begins earlier")


def _amount(old: Any, new: Any) -> int:
    """Whether an amount of one kind grows: 1, or shrinks: -1; 0 where that cannot be told."""
    match old, new:
        case Fixed(before), Fixed(after):
            return (after > before) - (after < before)
        case Share(), Share() if content(_base(old)) == content(_base(new)):
            return (new.ratio > old.ratio) - (new.ratio < old.ratio)
        case _ if type(old) is type(new) and len(fields(old)) == 1:
            before, after = (getattr(one, fields(one)[0].name) for one in (old, new))
            if isinstance(before, Fraction) and isinstance(after, Fraction):
                return (after > before) - (after < before)
    return 0


def _base(share: Share) -> Share:
    return Share(Fraction(0), share.of, share.pool, share.days, share.each)


def _limit(old: Any, new: Any) -> Verdict | None:
    """The cap of an objective."""
    if old is None or new is None:
        return _better(new is None, "credits are capped no more" if new is None else "credits are capped now")
    return _grown(_amount(old, new), "the cap is higher", "the cap is lower")


def _grown(sign: int, grown: str, shrunk: str) -> Verdict | None:
    return _better(sign > 0, grown if sign > 0 else shrunk) if sign else None


# --- the agreement -----------------------------------------------------------------------------


def _caps(old: tuple[Cap, ...], new: tuple[Cap, ...]) -> Verdict | None:
    before, after = ({_horizon(one): one for one in caps} for caps in (old, new))
    if len(before) < len(old) or len(after) < len(new):
        return None
    found = [_limit(_amount_of(before.get(key)), _amount_of(after.get(key))) for key in {**before, **after}
             if content(before.get(key)) != content(after.get(key))]  # fmt: skip
    return _agreed(found)


def _horizon(cap: Cap) -> tuple[Any, ...]:
    return cap.horizon, cap.months, cap.days


def _amount_of(cap: Cap | None) -> Any:
    return cap.amount if cap else None


def _agreed(found: Iterable[Verdict | None]) -> Verdict | None:
    """What all verdicts say, if they say the same."""
    verdicts = list(found)
    directions = {one.direction if one else None for one in verdicts}
    first = verdicts[0] if verdicts else None
    return first if len(directions) == 1 else None


def _gained(old: tuple[Any, ...], new: tuple[Any, ...], gain: str) -> Verdict | None:
    """Something for the provider that comes, or goes; what is changed has to be tried."""
    before, after = set(map(content, old)), set(map(content, new))
    if before < after:
        return Verdict(PROVIDER, gain)
    return Verdict(CUSTOMER, f"no more: {gain}") if after < before else None


def _minimum_payable(old: Any, new: Any) -> Verdict:
    lower = (new or 0) < (old or 0)
    return _better(lower, "smaller credits are paid" if lower else "small credits are paid no more")


def _stacking(old: tuple[Any, ...], new: tuple[Any, ...]) -> Verdict | None:
    before, after = set(map(content, old)), set(map(content, new))
    if before < after:
        return Verdict(PROVIDER, "of credits that added up only the highest is paid")
    return Verdict(CUSTOMER, "credits add up of which only the highest was paid") if after < before else None


def _at_risk(old: AtRisk | None, new: AtRisk | None) -> Verdict | None:
    if old is None or new is None:
        return None
    if (old.ratio, content(old.pools)) == (new.ratio, content(new.pools)):
        return Verdict("neutral", "the limit on allocations bounds what can be agreed and pays nothing")
    pools = [{one.name: one.ratio for one in risk.pools} for risk in (old, new)]
    pairs = [
        (old.ratio, new.ratio),
        *((pools[0][name], pools[1][name]) for name in pools[0].keys() & pools[1]),
    ]
    signs = {(after > before) - (after < before) for before, after in pairs} - {0}
    same_names = pools[0].keys() == pools[1].keys()
    sign = next(iter(signs)) if len(signs) == 1 and same_names else 0
    return _grown(sign, "more is at risk", "less is at risk")


def _fees(old: Any, new: Any) -> Verdict | None:
    if isinstance(old, FixedFees) and isinstance(new, FixedFees):
        same = (old.each, old.spread_by_days) == (new.each, new.spread_by_days)
        if same and old.amount != new.amount:
            more = new.amount > old.amount
            way = "more" if more else "less"
            return _better(not more, f"the customer pays {way}; credits that are a share of fees follow")
    return None


def _terminations(old: tuple[Termination, ...], new: tuple[Termination, ...]) -> Verdict | None:
    before, after = set(map(content, old)), set(map(content, new))
    if before < after:
        return Verdict(CUSTOMER, "there is one more right to terminate")
    if after < before:
        return Verdict(PROVIDER, "there is one right to terminate less")
    left = [one for one in old if content(one) not in after]
    come = [one for one in new if content(one) not in before]
    if len(left) != 1 or len(come) != 1 or left[0].objective != come[0].objective:
        return None
    return _termination(left[0], come[0])


def _termination(old: Termination, new: Termination) -> Verdict | None:
    """Fewer misses, in more months, are enough sooner."""
    if old.value or new.value or (old.consecutive is None) != (new.consecutive is None):
        return None
    if old.consecutive and new.consecutive:
        return _grown(old.consecutive - new.consecutive, "fewer misses are enough", "it takes more misses")
    signs = {
        _sign((old.times or 0) - (new.times or 0)),
        _sign((new.months or 10**6) - (old.months or 10**6)),
    } - {0}
    sign = next(iter(signs)) if len(signs) == 1 else 0
    return _grown(sign, "misses are enough sooner", "misses are enough later")


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


# --- earn-backs --------------------------------------------------------------------------------

_KINDER: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "on_miss": (("forfeits", "restarts"), ("takes back", "restarts")),
    "on_excused": (("counts as missed", "skips", "counts as met"),),
    "at_term_end": (("forfeits", "carries over"), ("forfeits", "returns in part")),
    "eligible": (("minimum met", "every credit"),),
    "held_until_decided": ((False, True),),
}
"""Choices by how kind they are to the provider, in chains of which each is kinder than those before."""


def _earn_back(old: EarnBack | None, new: EarnBack | None) -> Verdict | None:
    if old is None or new is None:
        kinder = old is None
        return _better(not kinder, "credits can be earned back now" if kinder else "credits stay paid")
    return _agreed(_choices(old, new))


def _choices(old: EarnBack, new: EarnBack) -> Iterator[Verdict | None]:
    for each in fields(old):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if each.name in ("clause", "choices", "objective") or content(before) == content(after):
            continue
        if each.name == "stages":
            yield from _stages(before, after)
        elif each.name == "chronic":
            yield _chronic(before, after)
        elif each.name == "not_months":
            yield _months(before, after)
        else:
            yield _choice(each.name, before, after)


_HARDER = ("credits are earned back more easily", "credits are earned back less easily")


def _choice(name: str, before: Any, after: Any) -> Verdict | None:
    for chain in _KINDER.get(name, ()):
        if before in chain and after in chain:
            kinder = chain.index(after) > chain.index(before)
            return _better(not kinder, _HARDER[0 if kinder else 1])
    return None


def _months(before: tuple[int, ...], after: tuple[int, ...]) -> Verdict | None:
    more, fewer = set(before) < set(after), set(after) < set(before)
    return _better(more, _HARDER[1 if more else 0]) if more or fewer else None


def _chronic(before: Any, after: Any) -> Verdict | None:
    if before is None or after is None:
        return _better(before is None, _HARDER[1 if before is None else 0])
    return None


def _stages(old: tuple[Stage, ...], new: tuple[Stage, ...]) -> Iterator[Verdict | None]:
    """Stages with the same conditions, or one that takes more or fewer periods."""
    if len(old) != len(new) or any(one.of != "paid" for one in (*old, *new)):
        yield None
        return
    for before, after in zip(old, new, strict=True):
        if content(before) != content(after):
            yield _stage(before, after)


def _stage(old: Stage, new: Stage) -> Verdict | None:
    signs = {_sign_of(new.returns - old.returns)}
    match old.condition, new.condition:
        case Consecutive() as before, Consecutive() as after if before.level == after.level:
            signs.add(_sign(before.periods - after.periods))
        case OfTheNext() as before, OfTheNext() as after if before.level == after.level:
            signs |= {_sign(before.periods - after.periods), _sign(after.window - before.window)}
        case before, after if content(before) != content(after):
            return None
    signs -= {0}
    easier = signs == {1}
    return _better(not easier, _HARDER[0 if easier else 1]) if len(signs) == 1 else None


def _sign_of(value: Fraction) -> int:
    return (value > 0) - (value < 0)


_RULES: Mapping[str, Callable[[Any, Any], Verdict | None]] = {
    "target": _bound,
    "minimum": _bound,
    "report_only": _report_only,
    "effective": _effective,
    "cap": _limit,
    "caps": _caps,
    "minimum_payable": _minimum_payable,
    "stacking": _stacking,
    "at_risk": _at_risk,
    "fees": _fees,
    "terminations": _terminations,
    "banks": lambda old, new: _gained(old, new, "good periods bank tokens against later credits"),
    "bonuses": lambda old, new: _gained(old, new, "the provider earns money for good values"),
    "title": lambda old, new: Verdict("neutral", "a title is for readers"),
    "service": lambda old, new: Verdict(
        "neutral", "it is the name on statements; the rows that count are named apart"
    ),
}
