"""An explanation as text, markdown or JSON."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Literal, TypeAlias, get_args

from slalang.plan.canonical import to_json as json_form
from slalang.quantities import format_money
from slalang.reports import to_markdown, to_text
from slalang.reports.document import Document, Facts, Line, Lines, Section
from slalang.reports.to_json import written
from slalang.trail import Explanation, Note, Step, StepKind, Subject

ExplanationFormat: TypeAlias = Literal["text", "markdown", "json"]

EXPLANATION_FORMATS: tuple[ExplanationFormat, ...] = get_args(ExplanationFormat)
"""The names of the formats, the one for people first."""

HEADINGS: Mapping[StepKind, str] = {
    "promised": "what was promised",
    "made of": "what it is made of",
    "excluded": "what was taken out",
    "measured": "what was measured",
    "judged": "how it was judged",
    "breach": "whether it is a breach",
    "credit row": "which rows of the credit hold",
    "no credit": "why there is no credit",
    "base": "what the credit comes to",
    "repeat": "what the credit comes to",
    "points": "what the credit comes to",
    "objective cap": "what the credit comes to",
    "condition": "what the credit comes to",
    "stacking": "what the credit comes to",
    "outage cap": "what the credit comes to",
    "period cap": "what the credit comes to",
    "longer cap": "what the credit comes to",
    "minimum payable": "what the credit comes to",
    "rounding": "what the credit comes to",
    "not changed": "what could have changed it, and did not",
    "paid": "what was paid",
    "earn-back window": "whether it is earned back",
    "bonus": "the bonus",
    "earn-back": "what returned",
    "open": "what can still return",
    "booked": "where it is booked",
    "total": "how it adds up",
    "silent": "the defaults that hold",
    "made from": "the logs and the programs",
}
"""What a part of the way is called; neighbours of one name stand together."""


def render_explanation(explanation: Explanation, format: ExplanationFormat = "text") -> str:
    """The explanation with a line end after the last line: the same explanation, the same bytes."""
    return _RENDERERS[format](explanation)


def _text(explanation: Explanation) -> str:
    return to_text.layout(explanation_document(explanation))


def _markdown(explanation: Explanation) -> str:
    return to_markdown.layout(explanation_document(explanation))


def _json(explanation: Explanation) -> str:
    return written(json_form(explanation))


_RENDERERS: Mapping[ExplanationFormat, Callable[[Explanation], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}


def explanation_document(explanation: Explanation) -> Document:
    """A section for each subject, its steps in their order."""
    places = _Places(explanation)
    pairs = (
        ("Agreement", (f"{explanation.title} ({explanation.agreement})",)),
        ("Provider", (explanation.provider,)),
        ("Customer", (explanation.customer,)),
        ("Times", (f"in {explanation.timezone}, where nothing else is said",)),
        *((("Files", places.files),) if places.files else ()),
    )
    sections = (_section(subject, explanation.currency, places) for subject in explanation.subjects)
    return Document(
        heading=f"How the statement of {explanation.period} comes about",
        mark="" if explanation.final else "PROVISIONAL",
        sections=(Section("", (Facts(pairs),)), *sections),
    )


def _section(subject: Subject, currency: str, places: _Places) -> Section:
    blocks = tuple(
        Lines(heading, tuple(line for step in steps for line in _step(step, currency, places)))
        for heading, steps in groupby(subject.steps, key=lambda step: HEADINGS[step.kind])
    )
    return Section(f"{subject.title}: {subject.result}", blocks)


def _step(step: Step, currency: str, places: _Places) -> Iterator[Line]:
    clause = step.clause
    place = None if clause is None else places.short(clause.place)
    through = "" if clause is None or not _tells(clause.through) else f" ({clause.through})"
    name = f"{step.kind}: " if step.kind in _NAMED else ""
    amount = "" if step.amount is None else f"; comes to {format_money(step.amount, currency)}"
    yield Line(f"{name}{step.text}{amount if name else ''}{through}", place, 0)
    for calculation in step.calculations:
        yield Line(calculation, None, 1)
    for note in step.notes:
        yield from _note(note, 1, places)


_NAMED: tuple[StepKind, ...] = (
    "base",
    "repeat",
    "objective cap",
    "stacking",
    "period cap",
    "longer cap",
    "minimum payable",
    "rounding",
)


def _tells(through: str) -> bool:
    """Whether it says more than the words of the clause do."""
    return through.startswith(("tier", "amendment")) or "imported" in through


def _note(note: Note, depth: int, places: _Places) -> Iterator[Line]:
    yield Line(note.text, None if note.place is None else places.short(note.place), depth)
    for under in note.under:
        yield from _note(under, depth + 1, places)


class _Places:
    """Files by their names alone, where no other file has that name; the folders stand at the top."""

    def __init__(self, explanation: Explanation) -> None:
        found = dict.fromkeys(_file(place) for place in _all_places(explanation))
        self.files = tuple(found)
        self._names = Counter(map(posixpath.basename, found))

    def short(self, place: str) -> str:
        """The place as it is shown."""
        file = _file(place)
        name = posixpath.basename(file)
        return name + place[len(file) :] if self._names[name] == 1 else place


def _file(place: str) -> str:
    """The file of ``file:line``."""
    file, colon, line = place.rpartition(":")
    return file if colon and line.isdecimal() else place


def _all_places(explanation: Explanation) -> Iterator[str]:
    for subject in explanation.subjects:
        for step in subject.steps:
            if step.clause is not None:
                yield step.clause.place
            for note in step.notes:
                yield from _places_of(note)


def _places_of(note: Note) -> Iterator[str]:
    if note.place is not None:
        yield note.place
    for under in note.under:
        yield from _places_of(under)
