"""Findings that a contract sets aside itself, with a reason and, where wanted, a last day.

    # sla: ignore[unused-minimum] until 2027-01-01 because the customer asked for 99%

At the end of a line it is about that line; alone, about the next clause; as ``ignore-file`` above the first
clause, about the file. An error of form or meaning cannot be set aside: nothing can be settled with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from slalang.diagnostics import Diagnostic, Fix, Kind, Label, Severity
from slalang.source import SourceFile, Span
from slalang.values import Frozen, value
from slalang.workspace.selectors import likely, names

UNCLEAR_IGNORE = Kind("SLA032", "unclear-ignore", Severity.WARNING)
UNKNOWN_IGNORE = Kind("SLA033", "unknown-ignore", Severity.WARNING)
UNUSED_IGNORE = Kind("SLA034", "unused-ignore", Severity.WARNING)
EXPIRED_IGNORE = Kind("SLA035", "expired-ignore", Severity.WARNING)
VAIN_IGNORE = Kind("SLA036", "ignored-error", Severity.WARNING)

FORM = "# sla: ignore[rule-name] because …"

_PIECES = re.compile(r'"(?:[^"\\\r\n]|\\.)*"|(#[^\r\n]*)')
_MEANT = re.compile(r"#+\s*sla:\s*ignore\b")
_FORM = re.compile(
    r"#+\s*sla:\s*ignore(?P<file>-file)?\s*\[(?P<names>[^\]]*)\]"
    r"(?:\s+until\s+(?P<until>\S+))?(?:\s+because(?:\s+(?P<because>\S.*))?)?\s*"
)


@value
class Ignore(Frozen):
    """What a comment sets aside: these findings, on one line or (``None``) in the whole file, until a day."""

    place: Span
    selectors: tuple[str, ...]
    line: int | None
    until: date | None

    def is_about(self, diagnostic: Diagnostic) -> bool:
        """Whether the finding begins where the comment says."""
        primary = diagnostic.primary
        if primary is None or primary.span.file.path != self.place.file.path:
            return False
        return self.line in (None, primary.span.line)


def read_ignores(source: SourceFile) -> tuple[list[Ignore], list[Diagnostic]]:
    """What the comments of a file set aside, and what is wrong with them."""
    read: list[Ignore] = []
    unclear: list[Diagnostic] = []
    for place in _comments(source):
        found = _read(place)
        if isinstance(found, Ignore):
            read.append(found)
        else:
            unclear.append(Diagnostic(UNCLEAR_IGNORE, found, Label(place), help=f"write `{FORM}`"))
    return read, unclear


def _comments(source: SourceFile) -> Iterator[Span]:
    if "sla:" in source.text:
        for piece in _PIECES.finditer(source.text):
            if piece[1] and _MEANT.match(piece[1]):
                yield Span(source, piece.start(), piece.end())


def _read(place: Span) -> Ignore | str:
    """What a comment sets aside, or what is wrong with it."""
    form = _FORM.fullmatch(place.text)
    selectors = tuple(each.strip() for each in form["names"].split(",")) if form else ()
    if form is None or not all(selectors):
        return "this does not say which finding is set aside, or not in the one form there is"
    if form["because"] is None:
        return "this does not say why the finding is set aside"
    line = None if form["file"] else _line_of(place)
    if form["file"] and not _stands_first(place):
        return "`ignore-file` must stand above the first clause of the file"
    try:
        until = date.fromisoformat(form["until"]) if form["until"] else None
    except ValueError:
        return f"`{form['until']}` is no day: write it as 2027-01-01"
    return Ignore(place, selectors, line, until)


def _line_of(place: Span) -> int:
    """The line a comment is about: its own, or that of the next clause where it stands alone."""
    number, source = place.line, place.file
    if source.line(number)[: place.column - 1].strip():
        return number
    last = source.line_count()
    following = (other for other in range(number + 1, last + 1) if _has_clause(source.line(other)))
    return next(following, number)


def _stands_first(place: Span) -> bool:
    before = range(1, place.line + 1)
    return not any(_has_clause(place.file.line(number)) for number in before)


def _has_clause(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


# --- setting aside -----------------------------------------------------------------------------


@value
class SetAside(Frozen):
    """Findings without those that comments set aside. ``found`` is what is wrong with the comments.

    ``undated`` are comments whose last day nobody could compare with a day.
    """

    left: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]
    undated: tuple[Ignore, ...]


def set_aside(
    ignores: Iterable[Ignore],
    diagnostics: Sequence[Diagnostic],
    firm: Sequence[Diagnostic],
    kinds: Callable[[], Sequence[Kind]],
    as_of: date | None,
    is_whole: Callable[[SourceFile], bool],
) -> SetAside:
    """Leaves out the findings that the comments set aside; those that are ``firm`` stay.

    A day is compared with ``as_of``: without one, every comment holds. ``kinds`` are all there are;
    ``is_whole`` says whether all that could be found in a file was looked for, so that a comment about
    nothing is known to be about nothing.
    """
    silent: set[int] = set()
    found: list[Diagnostic] = []
    undated: list[Ignore] = []
    for ignore in ignores:
        expired = ignore.until is not None and as_of is not None and ignore.until <= as_of
        about = [each for each in diagnostics if ignore.is_about(each)]
        for selector in ignore.selectors:
            meant = {id(each) for each in about if names(selector, each.kind)}
            if meant and not expired:
                silent |= meant
                undated += [ignore] if ignore.until and as_of is None else []
            elif meant:
                found.append(_expired(ignore, selector))
            elif any(names(selector, each.kind) for each in firm if ignore.is_about(each)):
                found.append(_vain(ignore, selector))
            else:
                found += _of_nothing(ignore, selector, kinds(), is_whole(ignore.place.file))
    left = tuple(each for each in diagnostics if id(each) not in silent)
    return SetAside(left, tuple(found), tuple(undated))


def _expired(ignore: Ignore, selector: str) -> Diagnostic:
    return Diagnostic(
        EXPIRED_IGNORE,
        f"`{selector}` was set aside until {ignore.until}, and that day has come",
        Label(ignore.place),
        help="mend what was found, or agree on another day and write down why",
    )


def _vain(ignore: Ignore, selector: str) -> Diagnostic:
    return Diagnostic(
        VAIN_IGNORE,
        f"`{selector}` cannot be set aside: nothing is settled as long as it is there",
        Label(ignore.place),
        help="mend what was found, and take this comment out",
    )


def _of_nothing(ignore: Ignore, selector: str, kinds: Sequence[Kind], is_whole: bool) -> Iterator[Diagnostic]:
    if not any(names(selector, kind) for kind in kinds):
        near = likely(selector, kinds)
        yield Diagnostic(
            UNKNOWN_IGNORE,
            f"no finding is called `{selector}`",
            Label(ignore.place),
            help=f"did you mean `{near}`?" if near else "`sla rule` lists them all",
        )
    elif is_whole:
        where = "in this file" if ignore.line is None else "here"
        yield Diagnostic(
            UNUSED_IGNORE,
            f"`{selector}` is set aside, and is not found {where}",
            Label(ignore.place),
            help="take this comment out",
            fix=_without(ignore.place) if len(ignore.selectors) == 1 else None,
        )


def _without(place: Span) -> Fix:
    """Takes a comment out, with its line where it stands alone."""
    text = place.file.text
    before = text[: place.start].rstrip(" \t")
    alone = not before or before.endswith("\n")
    end = text.find("\n", place.end) + 1 or len(text) if alone else place.end
    return Fix(Span(place.file, len(before), end), "", safe=True)
