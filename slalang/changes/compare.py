"""Comparing two versions of one agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from slalang.changes.content import content, without_references
from slalang.changes.counting import counted_witness
from slalang.changes.declarations import Declared, behind, declared_as, declared_items
from slalang.changes.forms import Form, form_of
from slalang.changes.judging import Evidence, evidence_of, judged, party_for, together
from slalang.changes.measuring import measured_verdict, why_open
from slalang.changes.payoff import Settle
from slalang.changes.renamed import Renamed, with_old_names
from slalang.changes.scenarios import Depth
from slalang.changes.sides import Version, is_alike, items_of, parts_of
from slalang.changes.slots import MEASURED, UNTRIED, WHOLE, Slot, depth_of, objective_of, patched
from slalang.changes.sources import fields_named
from slalang.changes.strictness import Verdict, is_known, verdict_of
from slalang.changes.subjects import of_plans, of_services, titled
from slalang.changes.timeline import Difference, Stretch, differences, stretches_of
from slalang.changes.trials import Trial
from slalang.changes.wording import regions_of, witness_of
from slalang.comparison import AgreementChange, Change, Happening, Item, Witness
from slalang.plan.plan import Plan
from slalang.plan.streams import Table
from slalang.plan.terms import Terms
from slalang.quantities import local_date

__all__ = ["Version", "compare_plans"]


def compare_plans(old: Version, new: Version, settle: Settle) -> AgreementChange | None:
    """What changed from one version to the other; ``None`` where nothing did."""
    return _Comparing(old, new, settle).changed()


@dataclass(frozen=True)
class _Comparing:
    old: Version
    new: Version
    settle: Settle

    def changed(self) -> AgreementChange | None:
        """The agreement with all its changes."""
        whole = (*self._renamings(), *of_plans(self.old, self.new))
        changes = _merged([*whole, *self._changes(), *self._logs(), *of_services(self.old, self.new)])
        before, after = self.old.plan, self.new.plan
        if not changes and before.agreement == after.agreement:
            return None
        verdict, witnesses = self._together(changes)
        return AgreementChange(
            name=after.agreement,
            old_name=before.agreement if before.agreement != after.agreement else None,
            title=after.title,
            provider=after.provider,
            customer=after.customer,
            happening="changed" if changes else "renamed",
            place=self.new.place,
            direction=verdict.direction,
            reason=verdict.reason,
            changes=tuple(changes),
            witnesses=witnesses,
        )

    def _together(self, changes: Sequence[Change]) -> tuple[Verdict, tuple[Witness, ...]]:
        """By what each change says; where they disagree and all of it can be tried, by trying."""
        verdict = together(Verdict(one.direction, one.reason) for one in changes)
        open_ones = [one for one in changes if one.direction == "depends" and not one.witnesses]
        if verdict.direction != "depends" or open_ones or len(changes) == 1 or not self._can_be_tried:
            return verdict, ()
        trial = self._trial(self._stretches, lambda old, new: new, ())
        evidence = evidence_of(trial.run())
        shown = tuple(witness_of(tried, trial, self._names) for tried in evidence.witnesses)
        if len(evidence.better) == 1:
            why = "each change by itself says otherwise, and together they come to this wherever they matter"
            return judged(None, evidence, True, why), shown
        return verdict, shown

    @property
    def _can_be_tried(self) -> bool:
        """Whether nothing differs that values of objectives say nothing about."""
        whole = {one.clause for one in of_plans(self.old, self.new)} - {"title", "provider", "customer"}
        untried = {one.slot.field for one in differences(self._stretches)} & {*UNTRIED} - {"title", "service"}
        return not whole and not untried

    # --- what differs ----------------------------------------------------------------------------

    @cached_property
    def _raw(self) -> tuple[Form, Form]:
        """Both plans in their form."""
        plans = self.old.plan, self.new.plan
        covers = max(one.term_start for one in plans), min(one.term_end for one in plans)
        old, new = (form_of(one, covers, fields_named(*plans)) for one in plans)
        return old, new

    @cached_property
    def renamed(self) -> Renamed:
        """The new plan with the old names of what is only called otherwise."""
        return with_old_names(self._raw[0].plan, self._raw[1].plan)

    @cached_property
    def forms(self) -> tuple[Form, Form]:
        """Both forms, the new one with old names."""
        return self._raw[0], replace(self._raw[1], plan=self.renamed.plan)

    def _renamings(self) -> Iterator[Change]:
        """Objectives that are called otherwise; statements show it."""
        for old, new in self.renamed.objectives.items():
            yield Change(
                about=(new,),
                clause="name",
                happening="renamed",
                since=None,
                until=None,
                items=(Item(self.old.side(old), self.new.side(new)),),
                direction="neutral",
                reason="statements and ledgers call it otherwise",
            )

    @cached_property
    def _stretches(self) -> tuple[Stretch, ...]:
        return stretches_of(self.forms[0].plan, self.forms[1].plan)

    def _changes(self) -> Iterator[Change]:
        """A change for each slot that differs by what it says itself, then what is measured otherwise."""
        measured: dict[str, Difference] = {}
        for one in differences(self._stretches):
            items = self._items(one)
            if one.slot.owner == "objective" and one.slot.field == MEASURED:
                measured.setdefault(one.slot.name, one)
            elif self._is_by_reference(one, items):
                name = one.slot.name if one.slot.owner != "agreement" else ""
                measured.setdefault(name, replace(one, slot=Slot("objective", name, MEASURED)))
            else:
                yield self._change(one, items)
        for one in measured.values():
            yield self._change(one, self._declared(one))

    def _is_by_reference(self, one: Difference, items: tuple[Item, ...]) -> bool:
        """Whether a slot says the same in the same words of something that is declared otherwise."""
        old, new = content(one.old), content(one.new)
        alike = all(map(is_alike, items))
        return alike and old != new and without_references(old) == without_references(new)

    def _items(self, one: Difference) -> tuple[Item, ...]:
        first = one.stretches[0]
        sides = ((one.old, first.old, self.old), (one.new, first.new, self.new))
        old, new = (parts_of(one.slot, value, terms, version) for value, terms, version in sides)
        return items_of(old, new, (self.old, self.new))

    def _declared(self, one: Difference) -> tuple[Item, ...]:
        first = one.stretches[0]
        found = []
        names = one.slot.name, self.renamed.new_name(one.slot.name)
        both = zip((self.old, self.new), self.forms, (first.old, first.new), names, strict=True)
        for version, form, terms, name in both:
            own = next(each for each in version.plan.versions if each.effective == terms.effective)
            part = objective_of(own, name) or own
            found.append(behind(part, own, version, form.sources, name))
        return declared_items(found[0], found[1], (self.old, self.new))

    def _logs(self) -> Iterator[Change]:
        """Events whose logs look otherwise, in what nothing asks for."""
        sides = [form.sources for form in self.forms]
        for meaning, (name, said) in sides[0].logs.items():
            other, now = sides[1].logs.get(meaning, (name, said))
            if said != now:
                declared = [
                    [Declared(one, None)] if (one := declared_as(each, version)) else []
                    for each, version in ((name, self.old), (other, self.new))
                ]
                yield Change(
                    about=(other,),
                    clause="log",
                    happening="changed",
                    since=None,
                    until=None,
                    items=declared_items(declared[0], declared[1], (self.old, self.new)),
                    direction="neutral",
                    reason="nothing that is measured asks for it",
                )

    # --- for whom --------------------------------------------------------------------------------

    def _change(self, one: Difference, items: tuple[Item, ...]) -> Change:
        slot = one.slot
        about = (slot.name,) if slot.name else ()
        trial = self._trial(
            one.stretches, lambda old, new: patched(old, slot, new), about, depth_of(slot, one.old, one.new)
        )
        evidence = self._evidence(one, trial)
        verdict = judged(
            verdict_of(one.slot, one.old, one.new) or self._measured(one),
            evidence,
            is_known(one.slot),
            why_open(one.slot),
        )
        names = self._names
        return Change(
            about=(self.renamed.new_name(one.slot.name),) if one.slot.name else (),
            clause=titled(one.slot),
            happening=_happening(one),
            since=self._since(one),
            until=self._until(one),
            items=items,
            direction=verdict.direction,
            reason=verdict.reason,
            regions=regions_of(evidence.singles, trial, names) if one.slot.field != "low_volume" else (),
            witnesses=self._witnesses(one, verdict, evidence, trial),
        )

    def _witnesses(
        self, one: Difference, verdict: Verdict, evidence: Evidence, trial: Trial
    ) -> tuple[Witness, ...]:
        """What shows it: courses of values, or the same rows counted as two values."""
        party = party_for(verdict.direction)
        if one.slot.field in (MEASURED, "exclusions") and party:
            shown = counted_witness(trial, party, self._names)
            return (shown,) if shown else ()
        return tuple(witness_of(tried, trial, self._names) for tried in evidence.witnesses)

    def _measured(self, one: Difference) -> Verdict | None:
        """What is sure of a change of what is measured."""
        if one.slot.field not in (MEASURED, "exclusions"):
            return None
        first = one.stretches[0]
        pair = [objective_of(terms, one.slot.name) for terms in (first.old, first.new)]
        if pair[0] is None or pair[1] is None:
            return None
        return measured_verdict(pair[0], pair[1], self.forms)

    def _trial(
        self,
        where: Sequence[Stretch],
        mix: Callable[[Terms, Terms], Terms],
        names: tuple[str, ...],
        depth: Depth = "runs",
    ) -> Trial:
        """The old plan against itself with something of the new one in some stretches."""
        old = self.forms[0].plan
        base = tuple(replace(each.old, effective=each.start) for each in self._stretches)
        mixed = tuple(
            replace(mix(terms, each.new), effective=each.start) if each in where else terms
            for terms, each in zip(base, self._stretches, strict=True)
        )
        both = [replace(old, versions=versions, tables=self._tables) for versions in (base, mixed)]
        start = max(where[0].start, old.term_start)
        return Trial(both[0], both[1], start, names, self.settle, depth)

    @property
    def _tables(self) -> tuple[Table, ...]:
        by_name = {one.name: one for form in self.forms for one in form.plan.tables}
        return tuple(by_name.values())

    def _evidence(self, one: Difference, trial: Trial) -> Evidence:
        """What comes of trying; nothing can where only rows or fees differ."""
        return Evidence() if one.slot.field in UNTRIED else evidence_of(trial.run())

    @cached_property
    def _names(self) -> dict[str, str]:
        """What contracts call things, by the names made of contents; the new name last."""
        found: dict[str, str] = {}
        for form in self.forms:
            found |= {name: local for local, name in form.sources.names.items()}
        return found

    # --- when ------------------------------------------------------------------------------------

    def _since(self, one: Difference) -> str | None:
        start = one.stretches[0].start
        return None if start == self._stretches[0].start else str(local_date(start, self._zone))

    def _until(self, one: Difference) -> str | None:
        end = one.stretches[-1].end
        return None if end == self._stretches[-1].end else str(local_date(end - 1, self._zone))

    @property
    def _zone(self) -> str:
        return self.old.plan.timezone


def _happening(one: Difference) -> Happening:
    if one.slot.field == MEASURED:
        return "changed"
    nothing = (None, (), False, "")
    if one.old in nothing and (one.slot.field != WHOLE or one.old is None):
        return "added"
    return "removed" if one.new in nothing and (one.slot.field != WHOLE or one.new is None) else "changed"


def _merged(changes: Sequence[Change]) -> list[Change]:
    """The same change of several objectives as one."""
    found: dict[Change, tuple[str, ...]] = {}
    for one in changes:
        key = replace(one, about=(), regions=(), witnesses=()) if len(one.about) == 1 and one.items else one
        known = next(
            (each for each in found if replace(each, about=(), regions=(), witnesses=()) == key), None
        )
        if known is None:
            found[one] = one.about
        else:
            found[known] = tuple(dict.fromkeys((*found[known], *one.about)))
    return [replace(one, about=about) for one, about in found.items()]


def plan_is_same(old: Plan, new: Plan) -> bool:
    """Whether two plans have the same hash but for the name of their agreement."""
    return replace(old, agreement="", title="").hash == replace(new, agreement="", title="").hash
