"""The lines of a calendar file: folded ones joined, each with its place, and those of its events together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from slalang.model.ical.faults import FileFault, Unclear
from slalang.source import SourceFile, Span
from slalang.values import Frozen, value


@value
class Property(Frozen):
    """One line such as ``DTSTART;TZID=Europe/Berlin:20260101T090000``."""

    name: str
    parameters: Mapping[str, str]
    text: str
    span: Span


@value
class Event(Frozen):
    """A ``VEVENT``: its own lines, without those of what is inside of it. ``span`` is its first line."""

    span: Span
    properties: tuple[Property, ...]

    def every(self, name: str) -> tuple[Property, ...]:
        """The lines with a name."""
        return tuple(each for each in self.properties if each.name == name)

    def only(self, name: str) -> Property | None:
        """The line with a name that may stand once. Raises ``Unclear`` for a second one."""
        found = self.every(name)
        if len(found) > 1:
            raise Unclear(found[1].span, f"`{name}` stands twice in one entry")
        return found[0] if found else None


def events_of(file: SourceFile, faults: list[FileFault]) -> Iterator[Event]:
    """The events of a file; what cannot be read is added to the faults."""
    inside: list[tuple[str, Span]] = []
    own: list[Property] = []
    seen = False
    for each in _properties(file, faults):
        kind = each.text.strip().upper()
        if each.name == "BEGIN":
            inside.append((kind, each.span))
            seen = True
            own = [] if kind == "VEVENT" else own
        elif each.name == "END":
            if not inside or inside[-1][0] != kind:
                faults.append(FileFault(each.span, f"`END:{kind}` ends nothing that has begun"))
                return
            _, begun = inside.pop()
            if kind == "VEVENT":
                yield Event(begun, tuple(own))
        elif inside and inside[-1][0] == "VEVENT":
            own.append(each)
    if inside:
        faults.append(FileFault(inside[-1][1], f"`BEGIN:{inside[-1][0]}` has no end: the file is cut off"))
    elif not seen:
        faults.append(
            FileFault(Span(file, 0, 0), "this is no iCalendar file", "it begins with `BEGIN:VCALENDAR`")
        )


def _properties(file: SourceFile, faults: list[FileFault]) -> Iterator[Property]:
    from icalendar.parser import Contentline

    for text, span in _unfolded(file):
        try:
            name, parameters, written = Contentline(text).parts()
        except ValueError:
            faults.append(FileFault(span, "this line has no name and value: `NAME:value`"))
            continue
        plain = {str(key).upper(): _one(given) for key, given in parameters.items()}
        yield Property(str(name).upper(), plain, str(written), span)


def _one(given: object) -> str:
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)


def _unfolded(file: SourceFile) -> Iterator[tuple[str, Span]]:
    """Each line with those that continue it, which begin with a blank; empty ones are left out."""
    text, span, place = "", Span(file, 0, 0), 0
    for line in file.text.splitlines(keepends=True):
        bare, start = line.rstrip("\r\n"), place
        place += len(line)
        if bare[:1] in (" ", "\t") and text:
            text += bare[1:]
            continue
        if text:
            yield text, span
        text, span = bare, Span(file, start, start + len(bare))
    if text:
        yield text, span
