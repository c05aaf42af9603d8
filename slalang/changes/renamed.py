"""Objectives and pools of a new version under the names that the old one has for the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from slalang.changes.content import content
from slalang.plan.plan import Plan
from slalang.plan.terms import AtRisk, Objective


@dataclass(frozen=True)
class Renamed:
    """The new plan with old names, and which new name each old one stands for."""

    plan: Plan
    objectives: Mapping[str, str]

    def new_name(self, name: str) -> str:
        """What the new version calls an objective."""
        return self.objectives.get(name, name)


def with_old_names(old: Plan, new: Plan) -> Renamed:
    """The new plan, in which what has only another name has the old one."""
    objectives = _pairs(_objectives(old), _objectives(new))
    pools = _pairs(_pools(old), _pools(new))
    back = {new_name: old_name for old_name, new_name in objectives.items()}
    pool_back = {new_name: old_name for old_name, new_name in pools.items()}
    if not back and not pool_back:
        return Renamed(new, {})
    versions = tuple(_renamed(one, back, pool_back) for one in new.versions)
    ordered = tuple(
        replace(one, objectives=tuple(sorted(one.objectives, key=lambda each: each.name))) for one in versions
    )
    return Renamed(replace(new, versions=ordered), objectives)


def _objectives(plan: Plan) -> dict[str, str]:
    """What each objective says at first, by its name."""
    found: dict[str, str] = {}
    for terms in plan.versions:
        for one in terms.objectives:
            found.setdefault(one.name, content(replace(one, name="")))
    return found


def _pools(plan: Plan) -> dict[str, str]:
    risks: Iterable[AtRisk] = (terms.at_risk for terms in plan.versions if terms.at_risk)
    return {pool.name: str(pool.ratio) for risk in risks for pool in risk.pools}


def _pairs(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """For each name that only the old version has, the one that only the new version has for the same."""
    left = {name: said for name, said in new.items() if name not in old}
    found: dict[str, str] = {}
    for name, said in old.items():
        same = [each for each, other in left.items() if other == said and each not in found.values()]
        if name not in new and same:
            found[name] = same[0]
    return found


def _renamed(value: Any, objectives: Mapping[str, str], pools: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_renamed(each, objectives, pools) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    new: dict[str, Any] = {}
    for each in fields(value):
        held = getattr(value, each.name)
        names = objectives
        if each.name == "pool" or type(value).__name__ == "Pool":
            names = pools
        if each.name in ("objective", "pool") or (each.name == "name" and _is_named(value)):
            new[each.name] = names.get(held, held)
        elif each.name == "objectives" and all(isinstance(one, str) for one in held):
            new[each.name] = tuple(sorted(names.get(one, one) for one in held))
        else:
            new[each.name] = _renamed(held, objectives, pools)
    if isinstance(value, Objective) and value.title == value.name:
        new["title"] = new["name"]
    return replace(value, **new)


def _is_named(value: Any) -> bool:
    return isinstance(value, Objective) or type(value).__name__ == "Pool"
