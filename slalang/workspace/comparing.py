"""Comparing two versions of contracts: files, folders, and what git has of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from slalang.changes import Payoff, Version, compare_plans
from slalang.comparison import FORMAT_VERSION, AgreementChange, Comparison, NotCompared
from slalang.compiler import compile_agreement
from slalang.diagnostics import Diagnostic, Severity, has_errors
from slalang.diagnostics.ordering import path_of
from slalang.model.contract import Agreement
from slalang.plan.plan import Plan
from slalang.plan.reading import Readings
from slalang.workspace.checking import Checked, check_files
from slalang.workspace.files import SUFFIX, CallError, find_files
from slalang.workspace.inventory import imports_in
from slalang.workspace.revisions import Revision, has_revision, revision_of
from slalang.workspace.tiers_alone import tiers_alone

WORK_TREE = "the work tree"
_NAMED = re.compile(rf"(?P<path>.*{re.escape(SUFFIX)}):(?P<name>\w+)")


@dataclass(frozen=True)
class Snapshot:
    """One side of a comparison: paths below a folder, or, with a revision, in what git has of it.

    ``only`` is the one agreement that is asked for. ``lenient``: a path that does not exist has nothing.
    """

    shown: str
    paths: tuple[str, ...]
    folder: Path
    revision: Revision | None = None
    only: str | None = None
    lenient: bool = False

    @property
    def is_one_file(self) -> bool:
        """Whether a single file was asked for."""
        return len(self.paths) == 1 and self.paths[0].endswith(SUFFIX)


def snapshots_against(ref: str, paths: Sequence[str], folder: Path) -> tuple[Snapshot, Snapshot]:
    """The same paths as a revision has them, and as they are now. Raises ``CallError``."""
    revision = revision_of(ref, folder)
    asked = tuple(paths) or (".",)
    for path in asked:
        if Path(path).is_absolute() or ".." in Path(path).parts:
            raise CallError(f"`{path}` leads out of this folder: go there, and compare from there")
    old = Snapshot(ref, asked, folder, revision, lenient=True)
    return old, Snapshot(WORK_TREE, asked, folder, lenient=True)


def snapshot_of(wanted: str, folder: Path) -> Snapshot:
    """The side that a call names: a path, ``REV:path`` or a revision. Raises ``CallError``."""
    named = _NAMED.fullmatch(wanted)
    path, only = (named["path"], named["name"]) if named else (wanted, None)
    if (folder / path).exists():
        return Snapshot(wanted, (path,), folder, only=only)
    ref, colon, inside = path.partition(":")
    if colon and has_revision(ref, folder):
        revision = revision_of(ref, folder)
        if inside.startswith("./"):
            return Snapshot(wanted, (inside[2:],), folder, revision, only)
        whole = Revision(revision.name, revision.commit, revision.root, "")
        return Snapshot(wanted, (inside or ".",), revision.root, whole, only)
    try:
        return Snapshot(wanted, (".",), folder, revision_of(ref if colon else path, folder))
    except CallError as problem:
        raise CallError(f"`{wanted}` does not exist as a path, and {problem}") from None


# --- comparing ---------------------------------------------------------------------------------


def compare_snapshots(old: Snapshot, new: Snapshot) -> Comparison:
    """What changed from one side to the other. Raises ``CallError`` where neither has an agreement."""
    with ExitStack() as stack:
        sides = [_read(each, stack) for each in (old, new)]
        if not any(side.found or side.lost for side in sides):
            raise CallError("there is no agreement on either side")
        is_pair = old.is_one_file and new.is_one_file
        return _compared(old, new, sides[0], sides[1], is_pair)


@dataclass
class _Side:
    """The agreements of one side by file and name, and those that cannot be compared.

    ``tiers`` names all tiers, ``texts`` has all that a tier which nobody takes rests on, as it is written.
    """

    found: dict[tuple[str, str], Version] = field(default_factory=dict)
    lost: dict[tuple[str, str], NotCompared] = field(default_factory=dict)
    tiers: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)


def _read(snapshot: Snapshot, stack: ExitStack) -> _Side:
    folder = snapshot.folder
    if snapshot.revision:
        scratch = Path(stack.enter_context(TemporaryDirectory(prefix="sla-diff-"))).resolve()
        folder = snapshot.revision.write_to(scratch)
    paths = [path for path in snapshot.paths if not snapshot.lenient or (folder / path).exists()]
    files = find_files(paths, folder)
    side = _Side()
    if files:
        checked = check_files(files, folder)
        _take(checked, snapshot, side)
        if not snapshot.only and not checked.is_incomplete:
            _take_tiers(checked, files, folder, snapshot, side)
    if snapshot.only and not (side.found or side.lost):
        raise CallError(f"`{snapshot.shown}` has no agreement `{snapshot.only}`")
    return side


def _take(checked: Checked, snapshot: Snapshot, side: _Side) -> None:
    faults = [one for one in checked.diagnostics if one.severity is Severity.ERROR]
    for agreement in checked.project.agreements:
        key = agreement.declaration.path, agreement.name
        if key[0] not in checked.contracts.asked or snapshot.only not in (None, agreement.name):
            continue
        shown = f"agreement `{agreement.name}` of {snapshot.shown}"
        fault = _fault(agreement, checked, faults) if checked.is_incomplete else None
        if fault:
            side.lost[key] = _not_compared(shown, fault)
            continue
        compiled = compile_agreement(checked.project, agreement)
        if compiled.value is None or compiled.failed:
            errors = [one for one in compiled.diagnostics if one.severity is Severity.ERROR]
            side.lost[key] = _not_compared(shown, errors[0])
        else:
            side.found[key] = Version(compiled.value, agreement, checked.project)
    if checked.is_incomplete and not snapshot.only:
        _take_the_rest(checked, faults, snapshot, side)


def _take_the_rest(checked: Checked, faults: Sequence[Diagnostic], snapshot: Snapshot, side: _Side) -> None:
    """Files with errors that no agreement rests on: what they say could not be compared either."""
    files = checked.contracts.files
    told = {path for path, _ in (*side.found, *side.lost)}
    covered = {files[each].span.file.path for path in told for each in _imported(path, checked)}
    for fault in faults:
        path = path_of(fault) or ""
        if path not in covered:
            covered.add(path)
            side.lost["", path] = _not_compared(f"{path or 'something'} of {snapshot.shown}", fault)


def _take_tiers(
    checked: Checked, files: Sequence[Path], folder: Path, snapshot: Snapshot, side: _Side
) -> None:
    """Tiers that nobody takes, each as an agreement that takes it and nothing else."""
    side.tiers |= {f"tier {each.declaration.name}" for each in checked.project.bundles}
    project, alone = tiers_alone(checked.project, checked.contracts.asked, files, folder)
    for one in alone:
        key = one.tier.path, f"tier {one.tier.name}"
        side.texts[key[1]] = _text(one.tier.path, checked)
        shown = f"tier `{one.tier.name}` of {snapshot.shown}"
        compiled = None if one.fault else compile_agreement(project, one.agreement)
        if compiled and compiled.value and not compiled.failed:
            named = replace(compiled.value, agreement=key[1], title=key[1])
            side.found[key] = Version(named, one.agreement, project, one.tier)
        elif not one.is_extended:
            found = [one.fault] if one.fault else compiled.diagnostics if compiled else ()
            errors = [each for each in found if each.severity is Severity.ERROR]
            side.lost[key] = NotCompared(shown, errors[0].message, f"{one.tier.path}:{one.tier.span.line}")


def _not_compared(what: str, fault: Diagnostic) -> NotCompared:
    span = fault.primary.span if fault.primary else None
    return NotCompared(what, fault.message, f"{span.file.path}:{span.line}" if span else None)


def _fault(agreement: Agreement, checked: Checked, faults: Sequence[Diagnostic]) -> Diagnostic | None:
    """An error in the agreement's own file, in one that it imports, or in any calendar file."""
    files = checked.contracts.files
    shown = {files[path].span.file.path for path in _imported(agreement.declaration.path, checked)}
    paths = ((one, path_of(one)) for one in faults)
    return next((one for one, path in paths if path in shown or not (path or "").endswith(SUFFIX)), None)


def _imported(path: str, checked: Checked) -> tuple[str, ...]:
    """A file and all that it imports."""
    files = checked.contracts.files
    waiting, seen = [path], dict[str, None]()
    while waiting:
        one = waiting.pop()
        if one in files and one not in seen:
            seen[one] = None
            waiting += imports_in(one, files[one])
    return tuple(seen)


def _text(path: str, checked: Checked) -> str:
    files = checked.contracts.files
    return "\n".join(files[each].span.file.text for each in _imported(path, checked))


def _compared(old: Snapshot, new: Snapshot, before: _Side, after: _Side, is_pair: bool) -> Comparison:
    agreements: list[AgreementChange] = []
    unchanged: list[str] = []
    lost = [*_lost(before, after), *_lost(after, before)]
    for one, other in _pairs(before, after, is_pair):
        if one and other:
            change = compare_plans(one, other, paid)
            if change is None:
                unchanged.append(other.plan.agreement)
            else:
                agreements.append(change)
        elif one:
            agreements.append(_alone(one, "removed"))
        elif other:
            agreements.append(_alone(other, "added"))
    ordered = tuple(sorted(agreements, key=lambda each: each.name))
    return Comparison(FORMAT_VERSION, old.shown, new.shown, ordered, tuple(sorted(unchanged)), tuple(lost))


def _lost(side: _Side, other: _Side) -> Iterator[NotCompared]:
    """What could not be compared; a tier nobody takes is the same where all of its text is."""
    for (_, name), lost in side.lost.items():
        if name not in side.texts or side.texts[name] != other.texts.get(name):
            yield lost


def _alone(version: Version, happening: str) -> AgreementChange:
    gone = happening == "removed"
    return AgreementChange(
        name=version.plan.agreement,
        old_name=None,
        title=version.plan.title,
        provider=version.plan.provider,
        customer=version.plan.customer,
        happening="removed" if gone else "added",
        place=version.place,
        direction="depends" if gone else "neutral",
        reason="neither its promises nor its fees are left" if gone else "nobody had it before",
    )


def _pairs(before: _Side, after: _Side, is_pair: bool) -> Iterator[tuple[Version | None, Version | None]]:
    """Agreements of one file and name, of one name, of one content under another name, and what is left.

    One that could not be read on one side is neither new nor gone.
    """
    left, come = dict(before.found), dict(after.found)
    for key in [key for key in left if key in come]:
        yield left.pop(key), come.pop(key)
    for key in list(left):
        same = [other for other in come if other[1] == key[1]]
        if len(same) == 1:
            yield left.pop(key), come.pop(same[0])
    for key in list(left):
        alike = [other for other in come if _meaning(come[other]) == _meaning(left[key])]
        if alike:
            yield left.pop(key), come.pop(alike[0])
    if is_pair and len(left) == len(come) == 1 and not before.lost and not after.lost:
        yield left.popitem()[1], come.popitem()[1]
    lost = {name for side in (before, after) for _, name in side.lost}
    yield from ((version, None) for (_, name), version in left.items() if name not in lost | after.tiers)
    yield from ((None, version) for (_, name), version in come.items() if name not in lost | before.tiers)


def _meaning(version: Version) -> str:
    return replace(version.plan, agreement="", title="").hash


# --- paying ------------------------------------------------------------------------------------


def paid(plan: Plan, readings: Readings) -> Payoff | None:
    """What a plan comes to on given measurements; ``None`` where it cannot be settled."""
    from decimal import Decimal

    from slalang.settlement.bonuses import Unearned
    from slalang.settlement.evaluation import evaluated
    from slalang.settlement.support import unsupported

    if has_errors(unsupported(plan)):
        return None
    came = evaluated(plan, readings)
    lines = [one.line for one in came.ledger]
    apart = [one.amount for one in lines if one.kind == "bonus apart"]
    weights = {"missed": 1, "minimum missed": 2}
    entries = [entry for one in came.measured.series for entry in one.entries]
    return Payoff(
        owed=(lines[-1].balance if lines else Decimal(0)) + sum(apart, Decimal(0)),
        rights=len(came.terminations),
        misses=sum(weights.get(entry.outcome, 0) + entry.breach for entry in entries),
        worst=max((entry.outcome for entry in entries), key=lambda one: weights.get(one, 0), default="met"),
        moves=tuple((one.at, one.line.amount) for one in came.ledger),
        unknown=bool(came.unknown) or any(isinstance(one, Unearned) for one in came.bonuses),
    )
